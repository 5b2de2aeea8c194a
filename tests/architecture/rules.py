"""Rules that import-linter cannot see, each a function from source text to its findings."""

import ast
import re
from collections.abc import Iterator

MAX_FUNCTION = 70
MAX_MODULE = 400

SIGNAL_MODULES = re.compile(r"^django\.dispatch\b|(^|\.)signals$")
WRITES = {
    *("save", "create", "delete", "get_or_create", "update_or_create"),
    *("bulk_create", "bulk_update", "execute", "executemany"),
}
CONVERTERS = {"timezone.localdate", "timezone.localtime"}
CLOCK = {
    *CONVERTERS,
    *("datetime.now", "datetime.today", "datetime.utcnow", "date.today"),
    "timezone.now",
    *("time.time", "datetime.datetime.now", "datetime.date.today"),
}
CLOCK_FIELDS = {"auto_now", "auto_now_add"}


def dotted(node: ast.AST) -> str:
    """`a.b.c` for an attribute chain on a name, else an empty string."""
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            head = dotted(node.value)
            return f"{head}.{node.attr}" if head else ""
    return ""


def imports(tree: ast.AST) -> Iterator[tuple[int, str, str]]:
    """Line, module and name of everything imported."""
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                yield from ((node.lineno, alias.name, "") for alias in node.names)
            case ast.ImportFrom():
                yield from ((node.lineno, node.module or "", alias.name) for alias in node.names)


def signals(source: str, *, wiring: bool = False) -> list[str]:
    """Hidden control flow. The wiring may connect to `post_migrate`, and to nothing else."""
    tree = ast.parse(source)
    found = []
    for line, module, name in imports(tree):
        names_one = SIGNAL_MODULES.search(module) or SIGNAL_MODULES.search(f"{module}.{name}")
        if names_one and not (wiring and name == "post_migrate"):
            found.append(f"line {line}: imports a signal from {module}")
    for node in ast.walk(tree):
        for decorator in getattr(node, "decorator_list", ()):
            called = decorator.func if isinstance(decorator, ast.Call) else decorator
            if dotted(called).split(".")[-1] == "receiver":
                found.append(f"line {decorator.lineno}: @receiver")
        if isinstance(node, ast.Call) and dotted(node.func).endswith(".connect"):
            signal = dotted(node.func)
            if signal == "sqlite3.connect":
                continue
            if not (wiring and signal == "post_migrate.connect"):
                found.append(f"line {node.lineno}: {signal}(...)")
    return found


def floats(source: str) -> list[str]:
    """Ways for a float to get into exact arithmetic: literals, `float`, `/`, bare `round`."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Constant(value=float() | complex()):
                found.append(f"line {node.lineno}: float literal {node.value}")
            case ast.Call(func=ast.Name(id="float")):
                found.append(f"line {node.lineno}: float(...)")
            case ast.Call(func=ast.Name(id="round")):
                found.append(f"line {node.lineno}: round(...) names no rounding rule")
            case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
                found.append(f"line {node.lineno}: true division; use Fraction(a, b) or //")
    return found


def writes(source: str) -> list[str]:
    """`function: line: .method` for each call that may write to the database past the services."""
    found = []

    def visit(node: ast.AST, function: str) -> None:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            function = f"{function}.{node.name}" if function else node.name
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            method = (
                node.func.attr if node.func.attr in WRITES else node.func.attr.removeprefix("a")
            )
            # A queryset's update() takes keywords only; a dict's or a hash's takes a value.
            updates = node.func.attr in {"update", "aupdate"} and not node.args
            if method in WRITES or updates:
                found.append(f"{function or 'module'}: line {node.lineno}: .{node.func.attr}(...)")
        for child in ast.iter_child_nodes(node):
            visit(child, function)

    visit(ast.parse(source), "")
    return found


def clock_calls(source: str) -> list[str]:
    """The domain is told the time; it does not look at a clock."""
    tree = ast.parse(source)
    # `timezone.localdate(at)` converts an instant that it is given.
    converts = {
        node.func
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and node.args and dotted(node.func) in CONVERTERS
    }
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Attribute() if dotted(node) in CLOCK and node not in converts:
                found.append(f"line {node.lineno}: {dotted(node)}")
            case ast.keyword(arg=str() as name) if name in CLOCK_FIELDS:
                found.append(f"line {node.value.lineno}: {name}")
    return found


def local_imports_without_reason(source: str) -> list[str]:
    """An import inside a function needs a comment beside it, or just above, that says why."""
    lines = source.splitlines()
    found = []
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                near = [lines[node.lineno - 1], *comment_block_above(lines, node.lineno)]
                if not any(re.search(r"#\s*(?!noqa|type:)\w", line) for line in near):
                    found.append(f"line {node.lineno}: import inside {function.name}, no reason")
    return found


def comment_block_above(lines: list[str], line: int) -> list[str]:
    """The comment above a line, across other imports that share it."""
    above = line - 2
    while above >= 0 and re.match(r"\s*(from|import)\s", lines[above]):
        above -= 1
    return [lines[above]] if above >= 0 and lines[above].lstrip().startswith("#") else []


def too_long(source: str, *, module: int = MAX_MODULE) -> list[str]:
    found = []
    length = len(source.splitlines())
    if length > module:
        found.append(f"{length} lines; a module has at most {module}")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            span = (node.end_lineno or node.lineno) - node.lineno + 1
            if span > MAX_FUNCTION:
                found.append(f"{node.name} has {span} lines; a function at most {MAX_FUNCTION}")
    return found


INLINE = {
    "script without a file": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)", re.I
    ),
    "style element": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"<[a-z][^<>]*\sstyle=", re.I),
    "script in an attribute": re.compile(r"<[a-z][^<>]*\son[a-z]+=", re.I),
    "javascript: address": re.compile(r"=[\"']javascript:", re.I),
    "asset of another host": re.compile(
        r"<(script|img|iframe|source)\b[^>]*\ssrc=[\"'](https?:)?//"
        r"|<link\b[^>]*rel=[\"'](stylesheet|icon|preload)[\"'][^>]*href=[\"'](https?:)?//",
        re.I,
    ),
}


def against_the_security_policy(template: str) -> list[str]:
    """What a browser refuses under our policy: inline scripts and styles, others' assets."""
    return [
        f"line {template.count(chr(10), 0, match.start()) + 1}: {what}"
        for what, pattern in INLINE.items()
        for match in pattern.finditer(template)
    ]


# Put together here, so that this file does not name what it forbids.
FORBIDDEN = {
    "the folder beside the repository": re.compile(re.escape("../" + "shared")),
    "a path of one machine": re.compile(r"(?<![\w./~$}-])/(?:" + "work|root" + r")/"),
    "an address of a package index": re.compile(
        "|".join(
            ("pypi" + r"\.org/simple", "files" + r"\.pythonhosted", "index" + r"-url[ =]+http")
        )
    ),
}


def forbidden_words(text: str) -> list[str]:
    return [
        f"line {text.count(chr(10), 0, match.start()) + 1}: {what}"
        for what, pattern in FORBIDDEN.items()
        for match in pattern.finditer(text)
    ]
