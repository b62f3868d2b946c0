# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.14.1",
#   "transformers==5.17.0",
#   "unsloth==2026.10.9",
#   "unsloth_zoo==2026.10.9",
#   "trl==1.15.0",
# ]
# ///
"""Gives Unsloth tokenizers whose template ignores add_generation_prompt, and runs each way out.

    python tools/repro/run.py content/guides/unsloth-add-generation-prompt/repro.py --out OUT

CPU only; nothing is downloaded except by fix-upgrade: the tokenizers are tiny and made here. Two
environments; choose their scenarios with `--only`:

    unsloth 2026.4.5, the last release that raises, and llamafactory 0.9.3, both installed with
    --no-deps beside the packages above               all errors but error/strict*, and their fixes
    unsloth 2026.10.9                                 the rest

`load` calls what FastLanguageModel.from_pretrained calls for the tokenizer. Unsloth 2026.4.5 asks
for a GPU when its package is imported, so there the one file is loaded without its package.
"""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from repro.scenario import check, scenario

OLD = ["unsloth<2026.4.6"]
NEW = ["unsloth>=2026.9"]
OLD_FACTORY = ["unsloth<2026.4.6", "llamafactory"]
NEW_NETWORK = ["unsloth>=2026.9", "network"]
FOLDER = "saves/my-lora"
MISSING = (
    "RuntimeError: Unsloth: The tokenizer `saves/my-lora`\n"
    "does not have a {% if add_generation_prompt %} for generation purposes.\n"
    "Please file a bug report to the maintainers of `saves/my-lora` - thanks!"
)
PRESENT = (
    "RuntimeError: Unsloth: The tokenizer `saves/my-lora`\n"
    "has a {% if add_generation_prompt %} for generation purposes, but wasn't provided correctly.\n"
    "Please file a bug report immediately - thanks!"
)
STRICT = (
    "RuntimeError: Unsloth: The tokenizer `saves/my-lora` does not have a "
    "{% if add_generation_prompt %} block for generation purposes, and automatic repair was not "
    "possible. Loading is blocked in strict mode. {rest}"
)
STRICT_PRESENT = (
    "RuntimeError: Unsloth: The tokenizer `saves/my-lora` has a {% if add_generation_prompt %} block, "
    "but it does not change the rendered output. {rest}"
)
CHATML = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}"
    "{% endfor %}"
)
BLOCK = "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
TRAILING = CHATML + "{{ '<|im_start|>assistant\n' }}"
EMPTY = CHATML + "{% if add_generation_prompt %}{% endif %}"
VICUNA = (
    "{% for message in messages %}"
    "{% if message['role'] == 'user' %}{{ 'USER: ' + message['content'] + ' ASSISTANT:' }}"
    "{% elif message['role'] == 'assistant' %}{{ message['content'] + '</s>' }}{% endif %}"
    "{% endfor %}"
)
DEEPSEEK = (
    "{% set ns = namespace(is_last_user=false) %}{% for message in messages %}"
    "{% if message['role'] == 'user' %}{% set ns.is_last_user = true %}"
    "{{ '<|User|>' + message['content'] + '<|Assistant|>' }}"
    "{% else %}{% set ns.is_last_user = false %}{{ message['content'] + '</s>' }}{% endif %}"
    "{% endfor %}"
    "{% if add_generation_prompt and not ns.is_last_user %}{{ '<|Assistant|>' }}{% endif %}"
)
ASK = [{"role": "user", "content": "Hi"}]
DONE = [*ASK, {"role": "assistant", "content": "ANSWER"}]
PROMPT = "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"


def make_tokenizer(template):
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    words = ["<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>", "\n", *map(chr, range(32, 127))]
    vocabulary = {word: index for index, word in enumerate(words)}
    made = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    made.decoder = decoders.Fuse()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=made,
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        pad_token="<unk>",
        additional_special_tokens=["<|im_start|>", "<|im_end|>"],
    )
    tokenizer.chat_template = template
    return tokenizer


def save(template, folder=FOLDER):
    """A folder as a run leaves it: the tokenizer with its template."""
    make_tokenizer(template).save_pretrained(folder)
    print(sorted(os.listdir(folder)))


def load(folder=FOLDER, **more):
    """The tokenizer as FastLanguageModel.from_pretrained loads it."""
    os.environ.update(UNSLOTH_ALLOW_CPU="1", UNSLOTH_IS_PRESENT="1", HF_HUB_OFFLINE="1")
    from importlib.metadata import version

    if tuple(map(int, version("unsloth").split("."))) < (2026, 9):
        package = importlib.util.find_spec("unsloth").submodule_search_locations[0]
        spec = importlib.util.spec_from_file_location("old", f"{package}/tokenizer_utils.py")
        utilities = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(utilities)
    else:
        import unsloth
        from unsloth import tokenizer_utils as utilities

        print("unsloth", unsloth.__version__)
    return utilities.load_correct_tokenizer(folder, **more)


def render(tokenizer, messages=ASK, prompt=True):
    return tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=prompt)


def raised(folder=FOLDER, **more):
    """What loading raises, or ""."""
    try:
        load(folder, **more)
    except RuntimeError as error:
        print("RuntimeError:", error)
        return str(error)
    return ""


def check_loaded(prompt=PROMPT):
    """Unsloth loads the folder, and its tokenizer opens the answer when asked, and only then."""
    tokenizer = load()
    print(repr(render(tokenizer)), repr(render(tokenizer, DONE, False)))
    check("the prompt opens the answer", render(tokenizer) == prompt)
    check("without the flag it does not", not prompt.endswith(render(tokenizer, ASK, False)[-8:]))
    check("a finished text goes on from the prompt", render(tokenizer, DONE, False).startswith(prompt + "ANSWER"))
    check("and ends closed", not render(tokenizer, DONE, False).endswith(prompt[-8:]))


# ----------------------------------------------------------------------------------- errors


@scenario("error/opened", scope="mechanism", reproduces="missing", expect=MISSING, needs=OLD)
def error_opened():
    """Vicuna: the turn of the user ends with the header of the answer."""
    save(VICUNA)
    load()


@scenario(
    "error/llamafactory",
    scope="mechanism",
    reproduces="missing",
    expect=MISSING,
    needs=OLD_FACTORY,
)
def error_llamafactory():
    """The template that LLaMA-Factory itself writes for `template: chatml`."""
    from llamafactory.data.template import TEMPLATES

    tokenizer = make_tokenizer(CHATML + BLOCK)
    before = render(tokenizer)
    TEMPLATES["chatml"].fix_jinja_template(tokenizer)
    print(tokenizer.chat_template)
    check("it replaced the template", "add_generation_prompt" not in tokenizer.chat_template)
    check("the prompt stays the same", render(tokenizer) == before == PROMPT)
    check("without the flag, too", render(tokenizer, ASK, False) == before)
    tokenizer.save_pretrained(FOLDER)
    load()


@scenario("error/condition", scope="mechanism", reproduces="missing", expect=MISSING, needs=OLD)
def error_condition():
    """DeepSeek's way: the header belongs to the user's turn, and the block has a longer condition."""
    save(DEEPSEEK)
    load()


@scenario("error/no-block", scope="mechanism", reproduces="missing", expect=MISSING, needs=OLD)
def error_no_block():
    """ChatML that ends with its loop."""
    save(CHATML)
    load()


@scenario("error/trailing", scope="mechanism", reproduces="missing", expect=MISSING, needs=OLD)
def error_trailing():
    """The header after the loop, on a line of its own, whatever was asked for."""
    save(CHATML + "\n{{ '<|im_start|>assistant\n' }}")
    load()


@scenario("error/empty", scope="mechanism", reproduces="present", expect=PRESENT, needs=OLD)
def error_empty():
    """A block that writes nothing, as advice on the web has it."""
    save(EMPTY)
    load()


@scenario("error/strict", scope="mechanism", reproduces="missing-new", expect=STRICT, needs=NEW)
def error_strict():
    """A new release raises only when asked to."""
    os.environ["UNSLOTH_STRICT_CHAT_TEMPLATE"] = "1"
    save(VICUNA)
    load()


@scenario(
    "error/strict-condition",
    scope="mechanism",
    reproduces="present-new",
    expect=STRICT_PRESENT,
    needs=NEW,
)
def error_strict_condition():
    """A block whose condition a single question never meets, as in DeepSeek's templates."""
    os.environ["UNSLOTH_STRICT_CHAT_TEMPLATE"] = "1"
    save(DEEPSEEK)
    load()


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-original", scope="mechanism", needs=OLD_FACTORY)
def fix_original():
    from llamafactory.data.template import TEMPLATES

    save(CHATML + BLOCK, "models/original")
    tokenizer = make_tokenizer(CHATML + BLOCK)
    TEMPLATES["chatml"].fix_jinja_template(tokenizer)
    tokenizer.save_pretrained(FOLDER)
    lost = tokenizer.chat_template
    check("it raises before", "does not have a {% if add_generation_prompt %}" in raised())
    # region: fix-original
    from pathlib import Path

    from transformers import AutoTokenizer

    folder = Path("saves/my-lora")  # what the message names
    original = "models/original"  # the model that you trained, or its name on the Hub
    tokenizer = AutoTokenizer.from_pretrained(folder)
    template = AutoTokenizer.from_pretrained(original).chat_template
    assert template, "the original has no chat template"

    ask = [{"role": "user", "content": "Hi"}]
    old, new = (
        tokenizer.apply_chat_template(
            ask, chat_template=one, tokenize=False, add_generation_prompt=True
        )
        for one in (tokenizer.chat_template, template)
    )
    print(repr(old), repr(new), sep="\n")
    assert new.startswith(old.rstrip()), "the model was trained in another format"

    path, backup = folder / "chat_template.jinja", folder / "chat_template.old"
    if path.exists() and not backup.exists():
        path.rename(backup)
    path.write_text(template, encoding="utf-8")
    # endregion
    check("the old template is kept", backup.read_text(encoding="utf-8") == lost)
    check("both prompts are the same", old == new == PROMPT)
    check_loaded()


@scenario("fix-block", scope="mechanism", needs=OLD)
def fix_block():
    """No block, then a block that is there and empty."""
    for lacking in (CHATML, EMPTY):
        save(lacking)
        check("it raises before", "{% if add_generation_prompt %} for generation" in raised())
        # region: fix-block
        import json
        from pathlib import Path

        from transformers import AutoTokenizer

        tokenizer = AutoTokenizer.from_pretrained("saves/my-lora")  # what the message names
        ask = [{"role": "user", "content": "Hi"}]
        turns = [*ask, {"role": "assistant", "content": "ANSWER"}]
        plain = tokenizer.apply_chat_template(ask, tokenize=False)
        text = tokenizer.apply_chat_template(turns, tokenize=False)
        header = text[len(plain) :].split("ANSWER")[0]
        print(repr(header))  # what your template writes before an answer
        assert text.startswith(plain) and header.strip()

        words = json.dumps(header, ensure_ascii=False)
        block = "{% if add_generation_prompt %}{{ " + words + " }}{% endif %}"
        empty = "{% if add_generation_prompt %}{% endif %}"
        template = tokenizer.chat_template.replace(empty, "") + block
        assert template.count("add_generation_prompt") == 1
        Path("saves/my-lora", "chat_template.jinja").write_text(template, encoding="utf-8")
        # endregion
        check_loaded()


@scenario("fix-block/trailing", scope="mechanism", needs=OLD)
def fix_block_trailing():
    save(CHATML + "\n{{ '<|im_start|>assistant\n' }}")
    check("it raises before", "does not have a {% if add_generation_prompt %}" in raised())
    # region: fix-block/trailing
    from pathlib import Path

    from transformers import AutoTokenizer

    folder = Path("saves/my-lora")  # what the message names
    template = AutoTokenizer.from_pretrained(folder).chat_template
    assert "add_generation_prompt" not in template
    turns, header = template.rstrip().rsplit("{{", 1)
    template = turns.rstrip() + "{% if add_generation_prompt %}{{" + header + "{% endif %}"
    print(template[-150:])
    Path(folder, "chat_template.jinja").write_text(template, encoding="utf-8")
    # endregion
    check_loaded()


@scenario("fix-block/opened", scope="mechanism", needs=OLD)
def fix_block_opened():
    save(VICUNA)
    check("it raises before", "does not have a {% if add_generation_prompt %}" in raised())
    before = make_tokenizer(VICUNA)
    # region: fix-block/opened
    from pathlib import Path

    from transformers import AutoTokenizer

    template = (
        "{% for message in messages %}"
        "{% if message['role'] == 'user' %}{{ 'USER: ' + message['content'] + ' ' }}"
        "{% elif message['role'] == 'assistant' %}"
        "{{ 'ASSISTANT:' + message['content'] + '</s>' }}{% endif %}{% endfor %}"
        "{% if add_generation_prompt %}{{ 'ASSISTANT:' }}{% endif %}"
    )
    tokenizer = AutoTokenizer.from_pretrained("saves/my-lora")  # what the message names
    ask = [{"role": "user", "content": "Hi"}]
    old, new = (
        tokenizer.apply_chat_template(
            ask, chat_template=one, tokenize=False, add_generation_prompt=True
        )
        for one in (tokenizer.chat_template, template)
    )
    assert old == new, "this is not the format of your model"
    Path("saves/my-lora", "chat_template.jinja").write_text(template, encoding="utf-8")
    # endregion
    tokenizer = load()
    print(repr(render(tokenizer)))
    check("the same prompt as before", render(tokenizer) == render(before) == "USER: Hi ASSISTANT:")
    check("the same training text", render(tokenizer, DONE, False) == render(before, DONE, False))
    check("the flag counts", render(tokenizer, ASK, False) == "USER: Hi ")


def commands(region):
    """The lines of one region of commands.sh."""
    lines = Path(__file__).with_name("commands.sh").read_text(encoding="utf-8").splitlines()
    begin = lines.index(f"# region: {region}")
    return "\n".join(lines[begin + 1 : lines.index("# endregion", begin)])


LOAD = """
import importlib.util, os
from importlib.metadata import version
os.environ.update(UNSLOTH_ALLOW_CPU="1", UNSLOTH_IS_PRESENT="1", HF_HUB_OFFLINE="1")
package = importlib.util.find_spec("unsloth").submodule_search_locations[0]
print("unsloth", version("unsloth"), package)
if version("unsloth") == "2026.4.5":
    spec = importlib.util.spec_from_file_location("old", package + "/tokenizer_utils.py")
    utilities = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(utilities)
else:
    from unsloth import tokenizer_utils as utilities
tokenizer = utilities.load_correct_tokenizer("saves/my-lora")
ask = [{"role": "user", "content": "Hi"}]
print(repr(tokenizer.apply_chat_template(ask, tokenize=False, add_generation_prompt=True)))
"""


@scenario("fix-upgrade", scope="mechanism", needs=NEW_NETWORK)
def fix_upgrade():
    """2026.4.5 in an environment of its own, upgraded by the command."""

    def run(*command):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        print((done.stdout + done.stderr)[-1500:])
        return done

    run(sys.executable, "-m", "venv", "env")
    site = Path("env", "lib", f"python3.{sys.version_info.minor}", "site-packages")
    lent = Path(importlib.util.find_spec("torch").origin).parents[1]
    Path(site, "lent.pth").write_text(str(lent), encoding="utf-8")
    os.environ["PATH"] = str(Path("env/bin").resolve()) + os.pathsep + os.environ["PATH"]
    run("python", "-m", "pip", "install", "--quiet", "--no-deps", "unsloth==2026.4.5")
    save(VICUNA)
    before = run("python", "-c", LOAD)
    check("2026.4.5 raises", "does not have a {% if add_generation_prompt %}" in before.stderr)
    upgraded = run("bash", "-euo", "pipefail", "-c", commands("fix-upgrade"))
    check("the command worked", upgraded.returncode == 0)
    after = run("python", "-c", LOAD)
    check("the new release loads", after.returncode == 0 and "unsloth 2026.4.5" not in after.stdout)
    check("the prompt opens the answer", "'USER: Hi ASSISTANT:'" in after.stdout)


@scenario("fix-unsloth-template", scope="mechanism", needs=NEW)
def fix_unsloth_template():
    save(EMPTY)
    tokenizer = load()
    check("before, no answer is opened", not render(tokenizer).endswith("assistant\n"))
    # region: fix-unsloth-template
    from unsloth.chat_templates import get_chat_template

    tokenizer = get_chat_template(tokenizer, chat_template="chatml")
    tokenizer.save_pretrained("saves/my-lora-chatml")
    # endregion
    check("the prompt opens the answer", render(tokenizer).endswith("<|im_start|>assistant\n"))
    os.environ["UNSLOTH_STRICT_CHAT_TEMPLATE"] = "1"
    again = load("saves/my-lora-chatml")
    check("the saved folder passes in strict mode", render(again) == render(tokenizer))
    check("the flag counts", render(again, ASK, False) != render(again))


# ----------------------------------------------------------------------- probes and bad advice


def look(folder="saves/my-lora"):
    # region: check-template
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("saves/my-lora")  # what the message names
    ask = [{"role": "user", "content": "Hi"}]
    turns = [*ask, {"role": "assistant", "content": "ANSWER"}]
    plain = tokenizer.apply_chat_template(ask, tokenize=False)
    asked = tokenizer.apply_chat_template(ask, tokenize=False, add_generation_prompt=True)
    text = tokenizer.apply_chat_template(turns, tokenize=False)
    opened = text[len(asked.rstrip()) :].lstrip().startswith("ANSWER")
    left_open = text.rstrip().endswith(asked.rstrip()[-8:])
    print(f"flag used: {asked != plain} | answer opened: {opened} | text left open: {left_open}")
    print(repr(asked), repr(text), sep="\n")
    # endregion
    return f"flag used: {asked != plain} | answer opened: {opened} | text left open: {left_open}"


@scenario("check-template", scope="mechanism", needs=["transformers"])
def check_template():
    """What the probe prints for each template."""
    expected = {
        "opened": (VICUNA, "flag used: False | answer opened: True | text left open: False"),
        "condition": (DEEPSEEK, "flag used: False | answer opened: True | text left open: False"),
        "no block": (CHATML, "flag used: False | answer opened: False | text left open: True"),
        "empty": (EMPTY, "flag used: False | answer opened: False | text left open: True"),
        "trailing": (TRAILING, "flag used: False | answer opened: True | text left open: True"),
        "right": (CHATML + BLOCK, "flag used: True | answer opened: True | text left open: False"),
    }
    for name, (template, line) in expected.items():
        save(template)
        check(f"{name}: {line}", look() == line)


@scenario("extra-new-release", scope="mechanism", needs=NEW)
def extra_new_release():
    """What 2026.10.9 makes of the same templates."""
    save(VICUNA)
    check("opened: as it was", load().chat_template == VICUNA)
    save(DEEPSEEK)
    check("condition: as it was", load().chat_template == DEEPSEEK)
    save(EMPTY)
    check("empty: as it was", load().chat_template == EMPTY)
    for name, template in (
        ("no block", CHATML),
        ("trailing", TRAILING),
        ("trailing, on its own line", CHATML + "\n{{ '<|im_start|>assistant\n' }}"),
    ):
        save(template)
        tokenizer = load()
        print(tokenizer.chat_template)
        check(f"{name}: the prompt opens the answer", render(tokenizer).endswith("assistant\n"))
        check(f"{name}: only if asked for", not render(tokenizer, ASK, False).endswith("assistant\n"))


@scenario("extra-old-release", scope="mechanism", needs=OLD)
def extra_old_release():
    """What 2026.4.5 repairs itself, and what changes nothing."""
    save(TRAILING)
    tokenizer = load()
    check("trailing, directly after the loop: repaired", render(tokenizer) == PROMPT)
    check("only if asked for", render(tokenizer, ASK, False) != PROMPT)
    save(CHATML)
    said = raised(fix_tokenizer=False)
    check("fix_tokenizer=False raises, too", "does not have a {% if add_generation" in said)
    from transformers import AutoTokenizer

    own = AutoTokenizer.from_pretrained(FOLDER)
    own.chat_template = CHATML + BLOCK
    check("a template set in memory only is not seen", "does not have a {% if" in raised())


@scenario("extra-training-text", scope="mechanism", needs=["transformers"])
def extra_training_text():
    """With a trailing header every training text ends with an answer that never comes."""
    text = render(make_tokenizer(TRAILING), DONE, False)
    print(repr(text))
    check("the text ends with a header", text.endswith("ANSWER<|im_end|>\n<|im_start|>assistant\n"))
