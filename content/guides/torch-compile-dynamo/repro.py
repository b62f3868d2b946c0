# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "accelerate==1.15.0",
# ]
# ///
"""Makes torch.compile fail in each of the guide's ways, and runs each fix.

    python tools/repro/run.py content/guides/torch-compile-dynamo/repro.py --out OUT

CPU only; nothing is downloaded. Scenarios with `torch>=2.12` run in an environment of their own
with torch 2.12.1. Where only Dynamo is asked, the backend is "eager", which compiles nothing.
"""

import os
import subprocess
import sys
import threading
from pathlib import Path

from repro.scenario import check, scenario

LIMIT = "FailOnRecompileLimitHit: Hard failure due to fullgraph=True"
NO_CXX = "InductorError: InvalidCxxCompiler: No working C++ compiler found"
#: How a reader's own call might look: no graph breaks allowed, and every size pinned.
PINNED = {"fullgraph": True, "dynamic": False, "backend": "eager"}
ONE_COMPILE = """
import torch
step = torch.compile(lambda x: (x * 2).relu().sum())
print("sum", step(torch.ones(50)).item())
"""


def break_inductor():
    """Inductor's C++ compiler does not exist, and nothing is cached: each compilation fails."""
    os.environ["CXX"] = "/nonexistent/g++"
    os.environ["TORCHINDUCTOR_CACHE_DIR"] = os.path.abspath("inductor-cache")


def tiny_model():
    import torch
    from transformers import Qwen3Config, Qwen3ForCausalLM

    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=64,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=16,
    )
    return Qwen3ForCausalLM(config)


def tiny_batch(length=16):
    import torch

    ids = torch.randint(0, 64, (2, length), generator=torch.Generator().manual_seed(length))
    return {"input_ids": ids, "labels": ids.clone()}


def train_two_steps(**options):
    from transformers import Trainer, TrainingArguments

    args = TrainingArguments(
        output_dir="out",
        max_steps=2,
        per_device_train_batch_size=2,
        logging_steps=1,
        save_strategy="no",
        report_to="none",
        use_cpu=True,
        disable_tqdm=True,
        **options,
    )
    rows = [{"input_ids": row, "labels": row} for row in tiny_batch(16)["input_ids"].repeat(4, 1)]
    trainer = Trainer(model=tiny_model(), args=args, train_dataset=rows)
    trainer.train()
    return trainer


def check_trained(trainer):
    losses = [row["loss"] for row in trainer.state.log_history if "loss" in row]
    print("losses:", losses)
    check("two steps were trained", trainer.state.global_step == 2 and len(losses) == 2)


def raised(function, *arguments):
    try:
        function(*arguments)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def double_all_lengths(step):
    """Twelve lengths, as unpadded batches bring them."""
    import torch

    for length in range(5, 17):
        step(torch.ones(2, length))


def graphs():
    from torch._dynamo.utils import counters

    return counters["stats"]["unique_graphs"]


def damage_cache():
    """A cache whose generated Python files are empty, as after a full disk or a killed job."""
    os.environ["TORCHINDUCTOR_CACHE_DIR"] = os.path.abspath("inductor-cache")
    first = subprocess.run([sys.executable, "-c", ONE_COMPILE], capture_output=True, text=True)
    check("a sound cache works", "sum 100.0" in first.stdout)
    generated = list(Path("inductor-cache").rglob("*.py"))
    for file in generated:
        file.write_text("")
    print("emptied:", len(generated), "generated file")


def become_a_user_without_name():
    """A number without an entry in /etc/passwd, as `docker run --user 54321` gives it."""
    import ctypes

    uid, gid = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(0x10000000):  # CLONE_NEWUSER
        raise OSError(ctypes.get_errno(), "user namespaces are not allowed here")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"54321 {uid} 1")
    Path("/proc/self/gid_map").write_text(f"54321 {gid} 1")
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        os.environ.pop(name, None)
    print("uid:", os.getuid())


# ----------------------------------------------------------------------------------- errors


@scenario("error/backend", reproduces="trailer", expect=NO_CXX, needs=["linux"])
def error_backend():
    """A Trainer whose backend fails, here for want of a C++ compiler."""
    break_inductor()
    train_two_steps(torch_compile=True)


@scenario("error/graph-break", reproduces="branching", expect="Unsupported: Data-dependent branching")
def error_graph_break():
    # region: error/graph-break
    import torch

    @torch.compile(fullgraph=True)
    def drop_bad_loss(loss):
        if torch.isfinite(loss):  # asks for a value while only the graph exists
            return loss
        return torch.zeros_like(loss)

    # endregion
    drop_bad_loss(torch.tensor(1.0))


@scenario("error/recompiles", reproduces="limit-raised", expect=LIMIT)
def error_recompiles():
    """The ninth length of a function with pinned sizes."""
    import torch

    double_all_lengths(torch.compile(lambda x: x * 2, **PINNED))


@scenario(
    "error/threads", reproduces="limit-raised", expect=LIMIT, needs=["torch>=2.12"], scope="mechanism"
)
def error_threads():
    """torch 2.12: the limit was raised, but in another thread than the one that compiles."""
    import torch

    torch._dynamo.config.recompile_limit = 64
    here = raised(double_all_lengths, torch.compile(lambda x: x + 1, **PINNED))
    check("this thread compiles all lengths", here == "")
    step = torch.compile(lambda x: x * 2, **PINNED)
    errors = []

    def work():
        print("limit in the worker:", torch._dynamo.config.recompile_limit)
        try:
            double_all_lengths(step)
        except Exception as error:
            errors.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    print("limit in the main thread:", torch._dynamo.config.recompile_limit)
    raise errors[0]


@scenario(
    "error/shape",
    reproduces="fake-call",
    expect="TorchRuntimeError: RuntimeError when making fake tensor call",
)
def error_shape():
    """Logits that go through the output layer a second time, as in unsloth #1855."""
    import torch

    @torch.compile
    def project(hidden, lm_head):
        return hidden @ lm_head.t()

    project(torch.ones(2, 8, 16), torch.ones(16, 32))


@scenario("error/cache", reproduces="backend", expect="BackendCompilerFailed: backend='inductor' raised:")
def error_cache():
    damage_cache()
    import torch

    torch.compile(lambda x: (x * 2).relu().sum())(torch.ones(50))


@scenario(
    "error/no-user",
    reproduces="no-user",
    expect="KeyError: 'getpwuid(): uid not found: 54321'",
    needs=["linux"],
)
def error_no_user():
    """TORCHINDUCTOR_CACHE_DIR is set, and the name is asked for all the same."""
    become_a_user_without_name()
    os.environ["TORCHINDUCTOR_CACHE_DIR"] = os.path.abspath("inductor-cache")
    import torch

    torch.compile(lambda x: (x * 2).relu().sum())(torch.ones(50))


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-off/trainer", needs=["linux"])
def fix_off_trainer():
    break_inductor()
    options = {}
    # region: fix-off/trainer
    options["torch_compile"] = False  # in TrainingArguments, SFTConfig, GRPOConfig
    options["torch_compile_backend"] = None  # any value here, or in torch_compile_mode,
    options["torch_compile_mode"] = None  # switches compilation on again
    # endregion
    check_trained(train_two_steps(**options))
    failed = raised(lambda: train_two_steps(torch_compile=False, torch_compile_backend="inductor"))
    check("a backend alone switches it on", failed.startswith("InductorError: InvalidCxxCompiler"))


@scenario("fix-off/python", needs=["linux"])
def fix_off_python():
    break_inductor()
    # region: fix-off/python
    import os

    os.environ["TORCHDYNAMO_DISABLE"] = "1"  # first lines of the script, before torch
    os.environ["UNSLOTH_COMPILE_DISABLE"] = "partial"  # read by Unsloth alone
    # endregion
    check_trained(train_two_steps(torch_compile=True))


@scenario("fix-off/notebook", needs=["linux"])
def fix_off_notebook():
    """In a process where the error has been raised already."""
    break_inductor()
    failed = raised(lambda: train_two_steps(torch_compile=True))
    check("the error comes first", failed.startswith("InductorError: InvalidCxxCompiler"))
    # region: fix-off/notebook
    import torch

    torch.compiler.set_stance("force_eager")
    # endregion
    check_trained(train_two_steps(torch_compile=True))


@scenario("check-stage", needs=["linux"])
def check_stage():
    break_inductor()
    model, batch = tiny_model(), tiny_batch()
    from contextlib import redirect_stdout
    from io import StringIO

    out = StringIO()
    with redirect_stdout(out):
        # region: check-stage
        import torch

        stages = {"no compile": model}
        for backend in ("eager", "aot_eager", "inductor"):
            stages[backend] = torch.compile(model, backend=backend)
        for name, run in stages.items():
            try:
                run(**batch).loss.backward()
                print(name, "runs")
            except Exception as error:
                print(name, "fails:", type(error).__name__)
                break
        # endregion
    print(out.getvalue())
    lines = ["no compile runs", "eager runs", "aot_eager runs", "inductor fails: InductorError"]
    check("Inductor is the first to fail", out.getvalue().splitlines() == lines)


@scenario("fix-exclude")
def fix_exclude():
    # region: fix-exclude
    import torch

    @torch.compiler.disable
    def drop_bad_loss(loss):
        return loss if torch.isfinite(loss) else torch.zeros_like(loss)

    @torch.compile  # without fullgraph=True
    def step(loss):
        return drop_bad_loss(loss * 2) + 1

    # endregion
    check("a good loss passes", step(torch.tensor(2.0)).item() == 5.0)
    check("a bad loss is dropped", step(torch.tensor(float("nan"))).item() == 1.0)
    check("the rest is compiled", graphs() == 2)
    strict = torch.compile(lambda loss: drop_bad_loss(loss), fullgraph=True)
    check("fullgraph=True still refuses", raised(strict, torch.tensor(1.0)).startswith("Unsupported: "))


@scenario("fix-exclude/where")
def fix_exclude_where():
    # region: fix-exclude/where
    import torch

    @torch.compile(fullgraph=True)
    def drop_bad_loss(loss):
        return torch.where(torch.isfinite(loss), loss, torch.zeros_like(loss))

    # endregion
    check("a good loss passes", drop_bad_loss(torch.tensor(2.0)).item() == 2.0)
    check("a bad loss is dropped", drop_bad_loss(torch.tensor(float("inf"))).item() == 0.0)
    check("in one graph", graphs() == 1)


@scenario("fix-shapes")
def fix_shapes():
    import torch

    def step(batch):
        return batch * 2

    options = {"fullgraph": True, "backend": "eager"}
    # region: fix-shapes
    step = torch.compile(step, dynamic=True, **options)
    # endregion
    double_all_lengths(step)
    check("one graph for twelve lengths", graphs() == 1)


@scenario("fix-shapes/pad")
def fix_shapes_pad():
    import torch
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from transformers import PreTrainedTokenizerFast

    words = Tokenizer(WordLevel({"a": 0, "<pad>": 1}, unk_token="a"))
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=words, pad_token="<pad>")
    # region: fix-shapes/pad
    from transformers import DataCollatorForLanguageModeling

    collator = DataCollatorForLanguageModeling(tokenizer, mlm=False, pad_to_multiple_of=64)
    # endregion
    step = torch.compile(lambda ids: ids * 2, **PINNED)
    for length in range(5, 17):
        step(collator([{"input_ids": [0] * length}, {"input_ids": [0]}])["input_ids"])
    check("one graph for twelve lengths", graphs() == 1)


@scenario("fix-limit")
def fix_limit():
    import torch

    def step(batch):
        return batch * 2

    # region: fix-limit
    torch._dynamo.config.recompile_limit = 64  # cache_size_limit before torch 2.7
    # endregion
    double_all_lengths(torch.compile(step, **PINNED))
    check("twelve graphs", graphs() == 12)


@scenario("fix-limit/torch212", needs=["torch>=2.12"])
def fix_limit_torch212():
    import torch

    def step(batch):
        return batch * 2

    options = PINNED
    # region: fix-limit/torch212
    step = torch.compile(step, recompile_limit=64, **options)
    # endregion
    errors = []
    thread = threading.Thread(target=lambda: errors.append(raised(double_all_lengths, step)))
    thread.start()
    thread.join()
    check("another thread may recompile too", errors == [""])
    check("twelve graphs", graphs() == 12)


@scenario("fix-eager")
def fix_eager():
    import torch

    @torch.compile
    def project(hidden, lm_head):
        return hidden @ lm_head.t()

    hidden, logits, lm_head = torch.ones(2, 8, 32), torch.ones(2, 8, 16), torch.ones(16, 32)
    # region: fix-eager
    torch.compiler.set_stance("force_eager")  # before the call that fails
    # endregion
    plain = raised(project, logits, lm_head)
    print(plain)
    check("the same fault without the compiler", plain.startswith("RuntimeError: mat1 and mat2 shapes"))
    torch.compiler.set_stance("default")
    check("the right tensor compiles", raised(project, hidden, lm_head) == "")


@scenario("fix-cache/python")
def fix_cache():
    damage_cache()
    broken = subprocess.run([sys.executable, "-c", ONE_COMPILE], capture_output=True, text=True)
    check("the damaged cache fails", "BackendCompilerFailed" in broken.stderr)
    # region: fix-cache/python
    import os
    import tempfile

    os.environ["TORCHINDUCTOR_CACHE_DIR"] = tempfile.mkdtemp()  # before torch is imported
    # endregion
    import torch

    total = torch.compile(lambda x: (x * 2).relu().sum())(torch.ones(50))
    check("it compiles", total.item() == 100)


@scenario("fix-user/python", needs=["linux"])
def fix_user():
    become_a_user_without_name()
    # region: fix-user/python
    import os

    os.environ["USER"] = "trainer"  # before torch is imported; any name
    # endregion
    import torch

    total = torch.compile(lambda x: (x * 2).relu().sum())(torch.ones(50))
    check("it compiles", total.item() == 100)


# ------------------------------------------------------------- what does not help, and facts


@scenario("extra-suppress", needs=["linux"])
def extra_suppress():
    """suppress_errors hides what the compiler raises, and nothing that fullgraph=True raises."""
    break_inductor()
    import torch

    torch._dynamo.config.suppress_errors = True
    ones = torch.ones(4)
    hidden = raised(torch.compile(lambda x: x * 2), ones)
    check("a failing backend is hidden", hidden == "")
    strict = torch.compile(lambda x: x if x.sum() > 0 else -x, fullgraph=True)
    check("a graph break is not", raised(strict, ones).startswith("Unsupported: "))
    step = torch.compile(lambda x: x + 1, **PINNED)
    check("nor is the limit", raised(double_all_lengths, step).startswith("FailOnRecompileLimitHit"))
    shapes = raised(torch.compile(lambda a, b: a @ b), torch.ones(2, 3), torch.ones(4, 3))
    check("nor a fault of the model", shapes.startswith("RuntimeError: mat1 and mat2 shapes"))


@scenario("extra-late", needs=["linux"])
def extra_late():
    """Variables that are set after the function was compiled change nothing."""
    break_inductor()
    import torch

    step = torch.compile(lambda x: x * 2)
    check("the error comes first", raised(step, torch.ones(4)).startswith("InductorError"))
    os.environ["TORCHDYNAMO_DISABLE"] = "1"
    os.environ["TORCH_COMPILE_DISABLE"] = "1"
    check("too late", raised(step, torch.ones(4)).startswith("InductorError"))


@scenario("extra-zero", needs=["linux"])
def extra_zero():
    """TORCHDYNAMO_SUPPRESS_ERRORS=0 switches it on."""
    os.environ["TORCHDYNAMO_SUPPRESS_ERRORS"] = "0"
    import torch

    check("0 means on", torch._dynamo.config.suppress_errors is True)


@scenario("extra-warning")
def extra_warning():
    """Without fullgraph=True the limit raises nothing: the function runs uncompiled from there."""
    import torch

    double_all_lengths(torch.compile(lambda x: x * 2, dynamic=False, backend="eager"))
    check("eight graphs, then none", graphs() == 8)


@scenario("extra-default-lengths")
def extra_default_lengths():
    """Lengths that change, with the defaults: one graph for the first, one for all others."""
    import torch

    model = torch.compile(tiny_model(), backend="eager")
    for length in range(5, 17):
        model(**tiny_batch(length)).loss.backward()
    check("two graphs for twelve lengths", graphs() == 2)
