"""What templates print, made from Notice and Acceptance."""
