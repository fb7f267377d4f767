"""Compiles one Typst template in a process of its own; started by typst_runner, never imported by the portal.

A process of its own can be stopped when it takes too long, and a crash of the compiler takes nothing else with it.
Reads one JSON object from standard input, writes the PDF to standard output. Exit code 1 means that the
compiler refused, with its message on standard error.
"""

import json
import sys

import typst


def main() -> int:
    """Compile what standard input asks for."""
    job = json.loads(sys.stdin.buffer.read())
    compiler = typst.Compiler(
        job["template"],
        root=job["root"],
        font_paths=[job["fonts"]],
        ignore_system_fonts=True,
        sys_inputs={"data": job["data"]},
    )
    try:
        pdf = compiler.compile(format="pdf", pdf_standards=job["standards"], timestamp=job["timestamp"])
    except typst.TypstError as error:
        sys.stderr.write("\n".join([error.message, *error.hints]))
        return 1
    if not isinstance(pdf, bytes):
        sys.stderr.write("the compiler gave no PDF")
        return 1
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
