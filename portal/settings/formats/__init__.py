"""How dates are written and typed; Django's Vietnamese formats would read 02/01/2020 as 1 February."""
