# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "trl==1.15.0",
#   "accelerate==1.15.0",
#   "datasets==4.8.0",
#   "flash-attn==2.8.3.post2",
# ]
# ///
"""Asks FlashAttention 2 to run on a card before Ampere, and runs the ways around it.

    python tools/repro/run.py content/guides/flash-attn-needs-ampere/repro.py --out OUT

The errors need a card with compute capability below 8.0, such as a T4 or a V100; elsewhere they
are recorded as not run. The fixes choose another attention, so they run on any machine.
`Qwen/Qwen3-0.6B` is a folder that the prelude makes; nothing is downloaded.
"""

from repro.scenario import check, scenario

MODEL = "Qwen/Qwen3-0.6B"
AMPERE = "RuntimeError: FlashAttention only supports Ampere GPUs or newer."


def make_model_folder():
    """./Qwen/Qwen3-0.6B: a Qwen3 of 2 layers with random weights, and a tokenizer."""
    import torch
    from tokenizers import ByteLevelBPETokenizer
    from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

    tokenizer = ByteLevelBPETokenizer()
    tokenizer.train_from_iterator(
        ["one two three"], vocab_size=300, special_tokens=["<pad>", "<eos>"], show_progress=False
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer._tokenizer,
        pad_token="<pad>",
        eos_token="<eos>",
        model_max_length=64,
    ).save_pretrained(MODEL)
    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=300,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=32,
        max_position_embeddings=128,
        pad_token_id=0,
        eos_token_id=1,
    )
    Qwen3ForCausalLM(config).save_pretrained(MODEL)


def device():
    """The GPU if there is one, else the CPU."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def one_step(model):
    """A forward and a backward pass; the loss must be finite."""
    import torch

    model.to(device())
    input_ids = torch.arange(2, 34, device=device())[None]
    loss = model(input_ids=input_ids, labels=input_ids).loss
    loss.backward()
    check("loss is finite", bool(torch.isfinite(loss)))


# ----------------------------------------------------------------------------------- errors


@scenario(
    "error/transformers",
    reproduces="fa2-ampere",
    expect=AMPERE,
    needs=["sm<80", "flash-attn>=2.0", "transformers"],
)
def error_transformers():
    make_model_folder()
    input_ids = token_ids()
    # region: error/transformers
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        dtype=torch.float16,
        attn_implementation="flash_attention_2",
    )
    # endregion
    model.cuda()(input_ids)  # loading works, the first forward pass raises


def token_ids():
    """One sequence of 32 tokens on the GPU."""
    import torch

    return torch.arange(2, 34, device="cuda")[None]


@scenario(
    "error/kernel",
    reproduces="fa2-ampere",
    expect=AMPERE,
    needs=["sm<80", "flash-attn>=2.0"],
)
def error_kernel():
    import torch
    from flash_attn import flash_attn_func

    q, k, v = (torch.randn(1, 64, 2, 64, device="cuda", dtype=torch.float16) for _ in range(3))
    flash_attn_func(q, k, v, causal=True)


@scenario("error/bundled-kernel", reproduces="fa2-ampere", expect=AMPERE, needs=["sm<80"])
def error_bundled_kernel():
    """PyTorch carries FlashAttention 2; called past SDPA's filter it refuses the card as well."""
    import torch

    q, k, v = (torch.randn(1, 64, 2, 64, device="cuda", dtype=torch.float16) for _ in range(3))
    torch.ops.aten._flash_attention_forward(q, k, v, None, None, 64, 64, 0.0, True, False)


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-sdpa/transformers", needs=["transformers", "torch"])
def fix_sdpa_transformers():
    make_model_folder()
    # region: fix-sdpa/transformers
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        dtype=torch.float16,
        attn_implementation="sdpa",
    )
    # endregion
    check("the model uses sdpa", model.config._attn_implementation == "sdpa")
    one_step(model)


@scenario("fix-sdpa/trl", needs=["cuda", "trl", "accelerate", "datasets"])
def fix_sdpa_trl():
    make_model_folder()
    from datasets import Dataset

    train_dataset = Dataset.from_dict({"text": ["one two three " * 4] * 8})
    # region: fix-sdpa/trl
    from trl import SFTConfig, SFTTrainer

    config = SFTConfig(
        output_dir="out",
        fp16=True,
        bf16=False,  # TRL turns bf16 on unless told otherwise
        max_steps=2,
        logging_steps=1,
        report_to="none",
        model_init_kwargs={
            "dtype": "float32",  # fp16=True needs fp32 weights where all of them are trained
            "attn_implementation": "sdpa",
        },
    )
    trainer = SFTTrainer(
        model="Qwen/Qwen3-0.6B",
        args=config,
        train_dataset=train_dataset,
    )
    # endregion
    trainer.train()
    check("the model uses sdpa", trainer.model.config._attn_implementation == "sdpa")
    check("it trained", trainer.state.global_step == 2)


@scenario("fix-sdpa/loaded", needs=["transformers>=4.56", "torch"])
def fix_sdpa_loaded():
    make_model_folder()
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(MODEL, attn_implementation="eager")
    # region: fix-sdpa/loaded
    model.set_attn_implementation("sdpa")
    print(model.config._attn_implementation)
    # endregion
    check("the model uses sdpa", model.config._attn_implementation == "sdpa")
    one_step(model)


@scenario("fix-choose", needs=["transformers", "torch"])
def fix_choose():
    make_model_folder()
    # region: fix-choose
    import torch
    from transformers import AutoModelForCausalLM
    from transformers.utils import is_flash_attn_2_available

    has_ampere = torch.cuda.is_available() and torch.cuda.get_device_capability() >= (8, 0)
    use_flash = has_ampere and is_flash_attn_2_available()

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        dtype=torch.bfloat16 if has_ampere else torch.float16,
        attn_implementation="flash_attention_2" if use_flash else "sdpa",
    )
    print(model.config._attn_implementation)
    # endregion
    wanted = "flash_attention_2" if use_flash else "sdpa"
    check("the attention fits the card", model.config._attn_implementation == wanted)
    one_step(model)
