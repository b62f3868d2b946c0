# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "unsloth==2026.10.9",
#   "unsloth_zoo==2026.10.9",
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "peft==0.21.0",
#   "bitsandbytes==0.50.2",
#   "sentencepiece==0.2.3",
#   "gguf==0.19.0",
# ]
# ///
"""Exports a tiny model to GGUF with Unsloth in every way that fails, and runs fixes.

    LLAMA_CPP=~/llama.cpp LLAMA_CPP_OLD=~/llama.cpp-old \\
        python tools/repro/run.py content/guides/unsloth-gguf-quantization-failed/repro.py --out OUT

LLAMA_CPP is a checkout of llama.cpp with `build/bin/llama-quantize`; LLAMA_CPP_OLD holds the
converter and gguf-py of March 2025. Nothing of Unsloth or llama.cpp is replaced. Unsloth has two
switches for machines without a GPU: UNSLOTH_ALLOW_CPU=1 leaves the code of GPU machines in place,
which exports here a model without an adapter; UNSLOTH_FORCE_CPU=1 is its CPU backend, which can
also merge LoRA. Every scenario has a home folder of its own and reaches no network. Root is needed
to mount a small file system and to make a control group, so that disk and memory really run out.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

from repro.scenario import check, scenario

HERE = Path(__file__)
CHECKOUT = Path(os.environ.get("LLAMA_CPP", "/nowhere"))
OLD = Path(os.environ.get("LLAMA_CPP_OLD", "/nowhere"))
MEMORY = Path("/sys/fs/cgroup/memory")


def set_up(llama_cpp="llama.cpp", *, switch="UNSLOTH_ALLOW_CPU"):
    """A new home, no network, no installing; Unsloth is to use this copy of llama.cpp."""
    os.environ[switch] = "1"
    os.environ.update(
        UNSLOTH_AUTO_INSTALL="0",
        HOME=os.getcwd(),
        HTTPS_PROXY="http://127.0.0.1:9",
        https_proxy="http://127.0.0.1:9",
    )
    os.environ.pop("UNSLOTH_LLAMA_CPP_PATH", None)
    if llama_cpp:
        os.environ["UNSLOTH_LLAMA_CPP_PATH"] = os.path.abspath(llama_cpp)


def unpack(folder="llama.cpp", *, quantizer="build/bin", converter=CHECKOUT):
    """A checkout in the working folder, with the quantizer where it is asked for, or nowhere."""
    check("LLAMA_CPP names a built checkout", (CHECKOUT / "build/bin/llama-quantize").is_file())
    folder = Path(folder)
    folder.mkdir()
    for name in ("src", "ggml", "common", "CMakeLists.txt", "Makefile"):
        (folder / name).symlink_to(CHECKOUT / name)
    for name in ("convert_hf_to_gguf.py", "gguf-py", "conversion"):
        if converter and (converter / name).exists():
            copy = shutil.copytree if (converter / name).is_dir() else shutil.copy
            copy(converter / name, folder / name)
    if quantizer:
        (folder / quantizer).mkdir(parents=True, exist_ok=True)
        shutil.copy(CHECKOUT / "build/bin/llama-quantize", folder / quantizer)


def make_base(folder="base", *, layers=2, width=256):
    """A random Llama with a SentencePiece tokenizer of 300 tokens, as bfloat16."""
    import sentencepiece
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM, LlamaTokenizer

    os.mkdir(folder)
    words = [a + b + c for a in "abcdefgh" for b in "aeiou" for c in "klmnpqrst"]
    Path("text.txt").write_text("\n".join(" ".join(words[i : i + 7]) for i in range(353)))
    sentencepiece.SentencePieceTrainer.train(
        input="text.txt",
        model_prefix=f"{folder}/tokenizer",
        vocab_size=300,
        model_type="bpe",
        byte_fallback=True,
        minloglevel=2,
    )
    tokenizer = LlamaTokenizer.from_pretrained(folder)
    tokenizer.save_pretrained(folder)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=width,
        intermediate_size=2 * width,
        num_hidden_layers=layers,
        num_attention_heads=4,
        num_key_value_heads=4,
        max_position_embeddings=128,
    )
    torch.manual_seed(0)
    LlamaForCausalLM(config).to(torch.bfloat16).save_pretrained(folder)


def load(folder="base", **keywords):
    """A model with the saving methods that Unsloth gives it on a GPU machine, and its tokenizer."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from unsloth.save import patch_saving_functions

    folder = os.path.abspath(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.bfloat16, **keywords)
    return patch_saving_functions(model), AutoTokenizer.from_pretrained(folder)


def train(**keywords):
    """The state after full fine-tuning: a model in bfloat16 with Unsloth's saving methods."""
    import unsloth  # noqa: F401  # before transformers

    make_base(**keywords)
    return load()


def train_lora():
    """The state after training LoRA, on the CPU backend."""
    from unsloth import FastLanguageModel

    make_base()
    model, tokenizer = FastLanguageModel.from_pretrained("base", 128, load_in_4bit=False)
    return FastLanguageModel.get_peft_model(model, r=4, target_modules=["q_proj"]), tokenizer


def command(region):
    """The text of a region of commands.sh."""
    import re

    text = HERE.with_name("commands.sh").read_text()
    return re.search(rf"# region: {re.escape(region)}\n(.*?)# endregion", text, re.S)[1]


def shell(region):
    """Run a region as a reader does, with this Python as `python`."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    script = "set -eP\n" + command(region)
    done = subprocess.run(["bash", "-c", script], env={**os.environ, "PATH": path}, check=False)
    check(f"the commands of {region} succeed", done.returncode == 0)


def gguf_file(path):
    """Architecture, file type and tensor types of a GGUF file, as the package gguf reads them."""
    from gguf import GGUFReader

    reader = GGUFReader(path)
    types = sorted({tensor.tensor_type.name for tensor in reader.tensors})
    name = reader.fields["general.architecture"].contents()
    print(f"{path}: {name}, {len(reader.tensors)} tensors, {types}, {os.path.getsize(path)} bytes")
    return name, types


def raised(function, *arguments, **keywords):
    """The text of the exception that a call ends with."""
    try:
        function(*arguments, **keywords)
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
        return str(error)
    return ""


# ------------------------------------------------------------------------- 1: no llama.cpp


@scenario(
    "error/no-download",
    reproduces="conversion-failed",
    expect="RuntimeError: Unsloth: GGUF conversion failed: {reason}git clone",
)
def error_no_download():
    """GitHub cannot be reached, and installing is allowed: the normal first export."""
    set_up(llama_cpp=None)
    os.environ["UNSLOTH_AUTO_INSTALL"] = "1"
    model, tokenizer = train()
    model.save_pretrained_gguf("model", tokenizer, quantization_method="q4_k_m")


@scenario(
    "error/no-tools",
    reproduces="conversion-failed",
    expect="RuntimeError: Unsloth: GGUF conversion failed: "
    "RuntimeError: [FAIL] Unsloth: apt-get does not exist when installing",
    needs=["linux"],
)
def error_no_tools():
    """Not root, no cmake and no sudo: what a cluster or a slim container is."""
    set_up(llama_cpp=None)
    os.environ["UNSLOTH_AUTO_INSTALL"] = "1"
    model, tokenizer = train()
    os.mkdir("bin")
    for folder in ("/usr/bin", "/usr/sbin"):
        for tool in Path(folder).iterdir():
            with contextlib.suppress(FileExistsError):
                if tool.name not in ("cmake", "sudo"):
                    Path("bin", tool.name).symlink_to(tool)
    os.environ["PATH"] = os.path.abspath("bin")
    subprocess.run(["chmod", "-R", "a+rwX", "."], check=True)
    for parent in Path.cwd().parents:  # the runner's own temporary folders
        if not parent.stat().st_mode & 0o001:
            parent.chmod(parent.stat().st_mode | 0o011)
    os.setresuid(65534, 65534, 0)  # until the end; what is started has only 65534
    try:
        model.save_pretrained_gguf("model", tokenizer, quantization_method="q4_k_m")
    finally:
        os.setresuid(0, 0, 0)


@scenario(
    "error/declined",
    reproduces="conversion-failed",
    expect="RuntimeError: Unsloth: GGUF conversion failed: {reason}was declined",
)
def error_declined():
    """Built by hand, and the program lies in build/bin, where Linux is not searched."""
    set_up()
    unpack(quantizer="build/bin")
    model, tokenizer = train()
    model.save_pretrained_gguf("model", tokenizer, quantization_method="q4_k_m")


@scenario(
    "error/no-quantizer",
    reproduces="no-working-quantizer",
    expect="RuntimeError: Unsloth: No working quantizer found in {folder}",
)
def error_no_quantizer():
    set_up()
    unpack(quantizer="build/bin")
    import unsloth  # noqa: F401
    from unsloth_zoo.llama_cpp import check_llama_cpp

    check_llama_cpp()


@scenario(
    "error/no-converter",
    reproduces="no-converter-script",
    expect="RuntimeError: Unsloth: Failed to find converter script in {folder}",
)
def error_no_converter():
    """Only the program was copied."""
    set_up()
    unpack(quantizer=".", converter=None)
    import unsloth  # noqa: F401
    from unsloth_zoo.llama_cpp import check_llama_cpp

    check_llama_cpp()


# ------------------------------------------------------------------- 2: the quantizer fails


@scenario(
    "error",
    reproduces="quantization-failed",
    expect="RuntimeError: Unsloth: GGUF conversion failed: "
    "RuntimeError: Unsloth: Quantization failed for {file}"
    "You might have to compile llama.cpp yourself, then run this again.",
)
def error_quantization_failed():
    """Unsloth still offers a type that llama.cpp does not know any more."""
    set_up()
    unpack(quantizer=".")
    model, tokenizer = train()
    # region: error
    model.save_pretrained_gguf("model", tokenizer, quantization_method="q3_k_xs")
    # endregion


@scenario("fix-type")
def fix_type():
    set_up()
    unpack(quantizer=".")
    model, tokenizer = train()
    # region: fix-type
    model.save_pretrained_gguf("model", tokenizer, quantization_method="q3_k_s")
    # endregion
    name, types = gguf_file(next(Path("model_gguf").glob("*Q3_K_S.gguf")))
    check("its matrices are Q3_K", name == "llama" and "Q3_K" in types)


# --------------------------------------------------------------------------------- 3: disk


@contextlib.contextmanager
def small_disk(folder, mib):
    """A file system of its own with this much room."""
    os.mkdir(folder)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={mib}m", "tmpfs", folder]
    subprocess.run(mount, check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def show_free(when):
    print(f"{when}: {shutil.disk_usage('.').free >> 20} MiB free in {os.path.basename(os.getcwd())}")


@scenario(
    "error/disk-before",
    reproduces="disk-preflight",
    expect="RuntimeError: Unsloth: Not enough disk space to convert to GGUF.",
    needs=["linux"],
)
def error_disk_before():
    """Since 2026 the size is estimated before anything is written."""
    set_up()
    unpack(quantizer=".")
    model, tokenizer = train(layers=8, width=512)
    with small_disk("small", 50), contextlib.chdir("small"):
        show_free("before")
        model.save_pretrained_gguf("model", tokenizer, quantization_method="q4_k_m")


@scenario(
    "error/disk",
    reproduces="disk",
    expect="RuntimeError: Unsloth: GGUF conversion failed: RuntimeError: Unsloth: "
    "Quantization failed for {file}This looks like the disk running out, not a problem with",
    needs=["linux"],
)
def error_disk():
    """The estimate is switched off, as releases before it were; the quantizer meets the end."""
    set_up()
    unpack(quantizer=".")
    model, tokenizer = train(layers=8, width=512)
    os.environ["UNSLOTH_DISK_PREFLIGHT"] = "0"
    with small_disk("small", 50), contextlib.chdir("small"):
        show_free("before")
        # region: error/disk
        model.save_pretrained_gguf("model", tokenizer, quantization_method="q4_k_m")
        # endregion


@scenario("fix-disk", needs=["linux"])
def fix_disk():
    """The same model and working folder; the export goes to the larger disk, working folder too."""
    set_up()
    unpack(quantizer=".")
    model, tokenizer = train(layers=8, width=512)
    with small_disk("small", 50), contextlib.chdir("small"):
        show_free("before")
        # region: fix-disk
        import os

        os.makedirs("/tmp/gguf-export", exist_ok=True)
        os.chdir("/tmp/gguf-export")
        model.save_pretrained_gguf("model", tokenizer, quantization_method="q4_k_m")
        # endregion
        name, types = gguf_file(next(Path("model_gguf").glob("*Q4_K_M.gguf")))
    shutil.rmtree("/tmp/gguf-export")
    check("it is a quantized Llama", name == "llama" and "Q4_K" in types)


@scenario("check-working-folder", needs=["linux"])
def check_working_folder():
    """Where the 16-bit GGUF goes: into the working folder, not into the folder that was named."""
    set_up()
    unpack(quantizer=".")
    model, tokenizer = train(layers=8, width=512)
    os.environ["UNSLOTH_DISK_PREFLIGHT"] = "0"
    out = os.path.abspath("roomy/model")
    with small_disk("small", 20), contextlib.chdir("small"):
        said = raised(model.save_pretrained_gguf, out, tokenizer, quantization_method="q4_k_m")
    check("a full working folder ends it; the save path is roomy", "requested and" in said)


# ---------------------------------------------------------------------------------- 4: RAM


def limit_children(mib, words):
    """Children whose command line has one of the words get a control group with little memory."""
    group = MEMORY / f"tracebook-{os.getpid()}"
    group.mkdir()
    (group / "memory.limit_in_bytes").write_text(str(mib << 20))

    def watch():
        while group.is_dir():
            for entry in Path("/proc").iterdir():
                with contextlib.suppress(OSError, ValueError):
                    line = (entry / "cmdline").read_bytes().decode(errors="replace")
                    inside = f"/{group.name}" in (entry / "cgroup").read_text()
                    if any(word in line for word in words) and not inside:
                        parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                        if parent == os.getpid():
                            (group / "cgroup.procs").write_text(entry.name)
            time.sleep(0.02)

    threading.Thread(target=watch, daemon=True).start()
    return group


@scenario(
    "error/ram",
    reproduces="ram",
    expect="RuntimeError: Unsloth: GGUF conversion was killed by the operating system (SIGKILL)",
    needs=["linux"],
)
def error_ram():
    """The kernel ends the converter, which is given 100 MiB."""
    set_up()
    unpack(quantizer=".")
    model, tokenizer = train()
    group = limit_children(100, ["convert_hf_to_gguf"])
    try:
        model.save_pretrained_gguf("model", tokenizer, quantization_method="q4_k_m")
    finally:
        print((group / "memory.oom_control").read_text())
        time.sleep(0.5)
        group.rmdir()


# ------------------------------------------------------------------------ 5: the converter


def train_qwen3():
    """A model that is younger than the old converter."""
    import unsloth  # noqa: F401
    import torch
    from transformers import Qwen3Config, Qwen3ForCausalLM

    make_base("llama")
    config = Qwen3Config(
        vocab_size=300,
        hidden_size=256,
        intermediate_size=512,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=4,
        head_dim=64,
        max_position_embeddings=128,
    )
    Qwen3ForCausalLM(config).to(torch.bfloat16).save_pretrained("base")
    for name in ("tokenizer.json", "tokenizer_config.json", "tokenizer.model"):
        if Path("llama", name).exists():
            shutil.copy(f"llama/{name}", "base")
    return load()


@scenario(
    "error/arch",
    reproduces="conversion-failed",
    expect="RuntimeError: Unsloth: GGUF conversion failed: "
    "NotImplementedError: Unsloth: llama.cpp GGUF conversion does not yet support "
    "converting model types of `Qwen3ForCausalLM`.",
)
def error_arch():
    """A checkout of March 2025, and a model of April."""
    set_up()
    unpack(quantizer=".", converter=OLD)
    model, tokenizer = train_qwen3()
    model.save_pretrained_gguf("model", tokenizer, quantization_method="q8_0")


@scenario("fix-newer")
def fix_newer():
    """The same model, after the old copy was moved away and a current one took its place."""
    set_up(llama_cpp=None)
    Path(".unsloth").mkdir()
    unpack(".unsloth/llama.cpp", quantizer=".", converter=OLD)
    model, tokenizer = train_qwen3()
    said = raised(model.save_pretrained_gguf, "model", tokenizer, quantization_method="q8_0")
    check("the old converter refuses", "does not yet support" in said)
    shell("fix-newer")
    unpack(".unsloth/llama.cpp", quantizer=".")  # which Unsloth downloads by itself
    model.save_pretrained_gguf("model", tokenizer, quantization_method="q8_0")
    name, types = gguf_file(next(Path("model_gguf").glob("*Q8_0.gguf")))
    check("it is a Qwen3 in 8 bits", name == "qwen3" and "Q8_0" in types)


# --------------------------------------------------------------------------- 6: the folder


@scenario(
    "error/four-bit",
    reproduces="conversion-failed",
    expect="RuntimeError: Unsloth: GGUF conversion failed: {reason}bitsandbytes",
)
def error_four_bit():
    """A checkpoint that is in 4 bits already, and no adapter."""
    set_up()
    unpack(quantizer=".")
    import unsloth  # noqa: F401
    import torch
    from transformers import BitsAndBytesConfig

    make_base()
    nf4 = BitsAndBytesConfig(load_in_4bit=True, bnb_4bit_compute_dtype=torch.bfloat16)
    model, tokenizer = load(quantization_config=nf4)
    model.save_pretrained("base-bnb-4bit")
    tokenizer.save_pretrained("base-bnb-4bit")
    model, tokenizer = load("base-bnb-4bit")
    model.save_pretrained_gguf("model", tokenizer, quantization_method="q4_k_m")


@scenario("fix-sixteen-bit")
def fix_sixteen_bit():
    set_up(switch="UNSLOTH_FORCE_CPU")
    unpack(quantizer=".")
    from unsloth import FastLanguageModel

    make_base()
    # region: fix-sixteen-bit
    model, tokenizer = FastLanguageModel.from_pretrained("base", load_in_4bit=False)
    model.save_pretrained_gguf("model", tokenizer, quantization_method="q4_k_m")
    # endregion
    name, types = gguf_file(next(Path(".").rglob("*Q4_K_M.gguf")))
    check("it is a quantized Llama", name == "llama" and "Q4_K" in types)


# --------------------------------------------------------------- llama.cpp, built by oneself


@scenario("fix-build")
def fix_build():
    """The commands in a checkout whose objects exist already, so that only the last step links."""
    set_up(llama_cpp=None)
    Path(".unsloth").mkdir()
    Path(".unsloth/llama.cpp").symlink_to(CHECKOUT)
    (CHECKOUT / "llama-quantize").unlink(missing_ok=True)
    model, tokenizer = train()
    said = raised(model.save_pretrained_gguf, "model", tokenizer, quantization_method="q4_k_m")
    check("before, Unsloth has no llama.cpp", "llama.cpp is not installed" in said)
    shell("fix-build")
    from unsloth_zoo.llama_cpp import check_llama_cpp

    print(check_llama_cpp())
    model.save_pretrained_gguf("model", tokenizer, quantization_method="q4_k_m")
    name, types = gguf_file(next(Path("model_gguf").glob("*Q4_K_M.gguf")))
    check("it is a quantized Llama", name == "llama" and "Q4_K" in types)


@scenario("check-llama-cpp")
def check_llama_cpp_probe():
    set_up()
    unpack(quantizer="build/bin")
    os.environ["UNSLOTH_LLAMA_CPP_PATH"] = os.path.abspath("llama.cpp")
    # region: check-llama-cpp
    import unsloth
    from unsloth_zoo.llama_cpp import LLAMA_CPP_DEFAULT_DIR, check_llama_cpp

    print("unsloth", unsloth.__version__, "looks in", LLAMA_CPP_DEFAULT_DIR)
    try:
        print("found:", *check_llama_cpp())
    except RuntimeError as error:
        print("not found:", error)
    # endregion
    said = raised(check_llama_cpp)
    check("it does not look in build/bin", "No working quantizer found" in said)


@scenario("check-printed-advice", needs=["linux"])
def check_printed_advice():
    """The commands that the message prints, in a current checkout."""
    set_up()
    unpack()
    for line in ("make clean", "make all -j2"):
        done = subprocess.run(line.split(), cwd="llama.cpp", capture_output=True, text=True)
        print(done.stdout, done.stderr)
        check(f"{line} stops", done.returncode != 0 and "replaced by CMake" in done.stderr)


@scenario("fix-by-hand")
def fix_by_hand():
    """The whole way, from the adapter to a quantized file, without Unsloth's conversion."""
    set_up(switch="UNSLOTH_FORCE_CPU")
    unpack()
    model, tokenizer = train_lora()
    import torch
    from safetensors.torch import load_file

    for name, weight in model.named_parameters():
        if "lora_B" in name:  # zero before training, which would merge nothing
            torch.nn.init.normal_(weight, std=0.5)
    adapter = {k: v.clone() for k, v in model.named_parameters() if "lora_" in k}
    # region: fix-by-hand/merge
    model.save_pretrained("adapter")  # with LoRA: small, and enough to repeat all the rest
    model.save_pretrained_merged("merged", tokenizer, save_method="merged_16bit")
    # endregion
    key = "model.layers.0.self_attn.q_proj.weight"
    base, merged = (load_file(f"{folder}/model.safetensors")[key] for folder in ("base", "merged"))
    saved = load_file("adapter/adapter_model.safetensors")
    prefix = "base_model.model." + key.removesuffix(".weight")
    a, b = (saved[f"{prefix}.lora_{part}.weight"].float() for part in "AB")
    config = model.peft_config["default"]
    wanted = base.float() + config.lora_alpha / config.r * (b @ a)
    moved, missed = ((merged.float() - w).abs().max().item() for w in (base.float(), wanted))
    print(f"largest change of a merged weight: {moved:.3f}; off from W + BA: {missed:.5f}")
    check("the merged folder holds the trained adapter", missed < 0.02 < 0.1 < moved)
    same = all(torch.equal(v, adapter[k]) for k, v in model.named_parameters() if k in adapter)
    check("the adapter in memory is as it was", same and len(adapter) > 0)
    shell("fix-by-hand")
    name, types = gguf_file("model-Q4_K_M.gguf")
    check("it is a quantized Llama", name == "llama" and "Q4_K" in types)


@scenario("fix-by-hand/reload")
def fix_by_hand_reload():
    """The session is gone and only the adapter was saved: loaded again, it merges to the same."""
    set_up(switch="UNSLOTH_FORCE_CPU")
    model, tokenizer = train_lora()
    import torch
    from safetensors.torch import load_file

    for name, weight in model.named_parameters():
        if "lora_B" in name:  # zero before training, which would merge nothing
            torch.nn.init.normal_(weight, std=0.5)
    model.save_pretrained("adapter")
    model.save_pretrained_merged("first", tokenizer, save_method="merged_16bit")
    del model, tokenizer
    # region: fix-by-hand/reload
    from unsloth import FastLanguageModel

    model, tokenizer = FastLanguageModel.from_pretrained("adapter", load_in_4bit=False)
    # endregion
    model.save_pretrained_merged("merged", tokenizer, save_method="merged_16bit")
    key = "model.layers.0.self_attn.q_proj.weight"
    folders = ("base", "first", "merged")
    base, first, merged = (load_file(f"{f}/model.safetensors")[key].float() for f in folders)
    change = (merged - base).abs().max().item()
    print(f"largest change of a merged weight: {change:.3f}; files: {sorted(os.listdir('merged'))}")
    check("the adapter is in the merged weights", change > 0.1)
    check("and they are the same as before", torch.equal(first, merged))
    check("a tokenizer is beside them", Path("merged/tokenizer_config.json").is_file())
