# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "peft==0.21.0",
# ]
# ///
"""Raises "Target modules … not found in the base model" and its kin, and runs each fix.

    python tools/repro/run.py content/guides/target-modules-not-found/repro.py --out OUT

No GPU is needed and nothing is downloaded: the models are those of transformers with the real
layer names, two layers and random weights.
"""

from repro.scenario import check, scenario

NOT_FOUND = (
    "NoMatchingPeftModuleError: Target modules {names} not found in the base model. "
    "Please check the target modules and try again."
)
NOT_SUPPORTED = (
    "ValueError: Target module {module} is not supported. "
    "Currently, only the following modules are supported:"
)


def qwen():
    """Llama-like names: q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj."""
    from transformers import Qwen3Config, Qwen3ForCausalLM

    config = Qwen3Config(
        vocab_size=128,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=4,
        head_dim=16,
    )
    return Qwen3ForCausalLM(config)


def gpt2():
    """GPT-2's names: c_attn, c_proj, c_fc, which are Conv1D, not Linear."""
    from transformers import GPT2Config, GPT2LMHeadModel

    config = GPT2Config(
        vocab_size=128, n_embd=64, n_layer=2, n_head=4, bos_token_id=1, eos_token_id=1
    )
    return GPT2LMHeadModel(config)


def qwen_moe():
    """Experts are two parameters of one module, not linear layers."""
    from transformers import Qwen3MoeConfig, Qwen3MoeForCausalLM

    config = Qwen3MoeConfig(
        vocab_size=128,
        hidden_size=64,
        intermediate_size=128,
        moe_intermediate_size=32,
        num_experts=4,
        num_experts_per_tok=2,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=4,
        head_dim=16,
    )
    return Qwen3MoeForCausalLM(config)


def clipped_model():
    """A model whose `q_proj` is a layer of its own around a Linear."""
    import torch

    class ClippedLinear(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.linear = torch.nn.Linear(16, 16)

        def forward(self, x):
            return self.linear(x).clamp(-10, 10)

    return torch.nn.ModuleDict({"q_proj": ClippedLinear(), "o_proj": torch.nn.Linear(16, 16)})


def trained_step(model):
    """One backward pass; the number of adapter tensors that got a gradient other than 0."""
    import torch

    ids = torch.arange(3, 19).reshape(1, 16)
    for name, parameter in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter)  # 0 at first, which would hide lora_A's gradient
    model(input_ids=ids, labels=ids).loss.backward()
    trained = [p for p in model.parameters() if p.requires_grad]
    print(f"{len(trained)} adapter tensors")
    return len(trained), sum(bool((p.grad != 0).any()) for p in trained)


# ----------------------------------------------------------------------------------- errors


@scenario("error/other-architecture", reproduces="not-found", expect=NOT_FOUND, needs=["peft"])
def error_other_architecture():
    model = gpt2()
    # region: error/other-architecture
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(r=16, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")
    model = get_peft_model(model, config)  # GPT-2 calls them c_attn
    # endregion


@scenario("error/regex-list", reproduces="not-found", expect=NOT_FOUND, needs=["peft"])
def error_regex_list():
    model = qwen()
    # region: error/regex-list
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(r=16, target_modules=[r".*\.(q|v)_proj"], task_type="CAUSAL_LM")
    model = get_peft_model(model, config)
    # endregion


@scenario("error/all-linear-list", reproduces="not-found", expect=NOT_FOUND, needs=["peft"])
def error_all_linear_list():
    model = qwen()
    # region: error/all-linear-list
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(r=16, target_modules=["all-linear"], task_type="CAUSAL_LM")
    model = get_peft_model(model, config)
    # endregion


@scenario("error/comma-string", reproduces="not-found", expect=NOT_FOUND, needs=["peft"])
def error_comma_string():
    from peft import LoraConfig, get_peft_model

    get_peft_model(qwen(), LoraConfig(target_modules="q_proj,v_proj"))


@scenario("error/layers", reproduces="not-found", expect=NOT_FOUND, needs=["peft"])
def error_layers():
    from peft import LoraConfig, get_peft_model

    get_peft_model(qwen(), LoraConfig(target_modules=["q_proj"], layers_to_transform=[99]))


@scenario(
    "error/empty-list",
    reproduces="empty-list",
    expect="NoMatchingPeftModuleError: No `target_modules` passed but also no "
    "`target_parameters` found. Please check the values for these arguments.",
    needs=["peft"],
)
def error_empty_list():
    """The helper of many scripts, on a model that is not quantized."""
    model = qwen()
    # region: error/empty-list
    from peft import LoraConfig, get_peft_model

    names = {
        name.split(".")[-1]
        for name, module in model.named_modules()
        if type(module).__name__ == "Linear4bit"  # there is none: the model is not in 4 bits
    }
    config = LoraConfig(r=16, target_modules=list(names), task_type="CAUSAL_LM")
    model = get_peft_model(model, config)
    # endregion


@scenario(
    "error/no-default",
    reproduces="please-specify-parameters",
    expect="ValueError: Please specify `target_modules` or `target_parameters`in `peft_config`",
    needs=["peft"],
)
def error_no_default():
    from peft import LoraConfig, get_peft_model

    get_peft_model(clipped_model(), LoraConfig(r=4))


@scenario("error/not-linear", reproduces="not-supported", expect=NOT_SUPPORTED, needs=["peft"])
def error_not_linear():
    model = clipped_model()
    # region: error/not-linear
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(r=4, target_modules=["q_proj"])
    model = get_peft_model(model, config)  # q_proj is a module around a Linear
    # endregion


@scenario(
    "error/fused-pair",
    reproduces="fused-pair",
    expect="ValueError: Cannot convert PEFT target(s) gate_proj without also targeting up_proj "
    "because they are fused into gate_up_proj.",
    needs=["peft>=0.21", "transformers>=5"],
)
def error_fused_pair():
    model = qwen_moe()
    # region: error/fused-pair
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(
        r=16,
        target_modules=["q_proj", "v_proj", "gate_proj", "down_proj"],
        task_type="CAUSAL_LM",
    )
    model = get_peft_model(model, config)
    # endregion


@scenario(
    "error/excluded",
    reproduces="none-targeted",
    expect="NoMatchingPeftModuleError: No modules were targeted for adaptation.",
    needs=["peft"],
)
def error_excluded():
    """`modules_to_save` keeps a whole copy of the layer, so no adapter goes there."""
    from peft import LoraConfig, get_peft_model

    get_peft_model(qwen(), LoraConfig(target_modules=["lm_head"], modules_to_save=["lm_head"]))


@scenario("error/other-base", reproduces="not-found", expect=NOT_FOUND, needs=["peft"])
def error_other_base():
    save_adapter()
    base = gpt2()
    # region: error/other-base
    from peft import PeftModel

    model = PeftModel.from_pretrained(base, "my-adapter")
    # endregion


def save_adapter():
    """./my-adapter, trained on the model in ./my-model."""
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    qwen().save_pretrained("my-model")
    base = AutoModelForCausalLM.from_pretrained("my-model")
    config = LoraConfig(r=4, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")
    get_peft_model(base, config).save_pretrained("my-adapter")


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-all-linear", needs=["peft"])
def fix_all_linear():
    model = gpt2()
    # region: fix-all-linear
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(r=16, target_modules="all-linear", task_type="CAUSAL_LM")
    model = get_peft_model(model, config)
    # endregion
    names = {name.rsplit(".", 1)[-1] for name in model.targeted_module_names}
    print(sorted(names))
    check("every linear layer but the head is targeted", names == {"c_attn", "c_proj", "c_fc"})
    tensors, trained = trained_step(model)
    check("every adapter tensor has a gradient", trained == tensors == 2 * 2 * 4)
    other = get_peft_model(qwen(), LoraConfig(target_modules="all-linear", task_type="CAUSAL_LM"))
    check("lm_head is left out", not any("lm_head" in n for n in other.targeted_module_names))


@scenario("fix-list-names", needs=["peft"])
def fix_list_names():
    model = gpt2()
    # region: fix-list-names
    from collections import Counter

    import torch
    from transformers.pytorch_utils import Conv1D

    linear = (torch.nn.Linear, Conv1D)  # the layers of bitsandbytes are Linear, too
    print(
        Counter(
            name.rsplit(".", 1)[-1]
            for name, module in model.named_modules()
            if isinstance(module, linear)
        )
    )
    # endregion
    # region: fix-list-names/lora
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(r=16, target_modules=["c_attn", "c_proj"], task_type="CAUSAL_LM")
    model = get_peft_model(model, config)
    # endregion
    check("three names in each of two layers", len(model.targeted_module_names) == 6)
    tensors, trained = trained_step(model)
    check("every adapter tensor has a gradient", trained == tensors == 12)


@scenario("fix-regex-string", needs=["peft"])
def fix_regex_string():
    model = qwen()
    # region: fix-regex-string
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(r=16, target_modules=r".*\.(q|v)_proj", task_type="CAUSAL_LM")
    model = get_peft_model(model, config)
    # endregion
    check("q_proj and v_proj of both layers", len(model.targeted_module_names) == 4)
    tensors, trained = trained_step(model)
    check("every adapter tensor has a gradient", trained == tensors == 8)


@scenario("fix-inner-linear", needs=["peft"])
def fix_inner_linear():
    model = clipped_model()
    # region: fix-inner-linear
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(r=4, target_modules=["q_proj.linear"])
    model = get_peft_model(model, config)
    # endregion
    check("the Linear inside is targeted", model.targeted_module_names == ["q_proj.linear"])


@scenario("fix-target-parameters/names", needs=["peft>=0.21", "transformers>=5"])
def fix_target_parameters_names():
    model = qwen_moe()
    # region: fix-target-parameters/names
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(
        r=16,
        target_modules=["q_proj", "v_proj", "gate_proj", "up_proj", "down_proj"],
        task_type="CAUSAL_LM",
    )
    model = get_peft_model(model, config)
    # endregion
    print(model.targeted_parameter_names)
    check("both parameters of both layers are targeted", len(model.targeted_parameter_names) == 4)
    check("q_proj and v_proj of both layers", len(model.targeted_module_names) == 4)
    tensors, trained = trained_step(model)
    check("every adapter tensor has a gradient", trained == tensors)


@scenario("fix-target-parameters", needs=["peft>=0.17"])
def fix_target_parameters():
    model = qwen_moe()
    # region: fix-target-parameters
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(
        r=16,
        target_modules=["q_proj", "v_proj"],
        target_parameters=["mlp.experts.gate_up_proj", "mlp.experts.down_proj"],
        task_type="CAUSAL_LM",
    )
    model = get_peft_model(model, config)
    # endregion
    adapted = {n for n, p in model.named_parameters() if p.requires_grad and "experts" in n}
    print(*sorted(adapted), sep="\n")
    check("both parameters of both layers have adapters", len(adapted) == 2 * 2 * 2)
    tensors, trained = trained_step(model)
    check("every adapter tensor has a gradient", trained == tensors)


@scenario("fix-right-base", needs=["peft"])
def fix_right_base():
    save_adapter()
    # region: fix-right-base
    from peft import PeftConfig, PeftModel
    from transformers import AutoModelForCausalLM

    config = PeftConfig.from_pretrained("my-adapter")
    print(config.base_model_name_or_path, config.target_modules)

    base = AutoModelForCausalLM.from_pretrained(config.base_model_name_or_path)
    model = PeftModel.from_pretrained(base, "my-adapter")
    # endregion
    check("the adapter is loaded", sum("lora_A" in n for n, _ in model.named_parameters()) == 4)


@scenario("check-targets", needs=["peft"])
def check_targets():
    from peft import LoraConfig, get_peft_model

    model = get_peft_model(qwen(), LoraConfig(target_modules=["q_proj", "v_proj", "Wqkv"]))
    # region: check-targets
    model.print_trainable_parameters()
    print(sorted({name.rsplit(".", 1)[-1] for name in model.targeted_module_names}))
    # endregion
    names = {name.rsplit(".", 1)[-1] for name in model.targeted_module_names}
    check("the name that does not exist is missing without a word", names == {"q_proj", "v_proj"})


# ------------------------------------------------------- what does not help, and what is silent


@scenario("extra-moe-all-linear", needs=["peft>=0.21", "transformers>=5"])
def extra_moe_all_linear():
    """On a MoE model that PEFT knows, `all-linear` also takes the experts and the router."""
    from peft import LoraConfig, get_peft_model

    model = get_peft_model(qwen_moe(), LoraConfig(target_modules="all-linear"))
    names = {name.split(".mlp.")[-1] for name in model.targeted_parameter_names}
    print(sorted(names))
    expected = {"experts.gate_up_proj", "experts.down_proj", "gate.weight"}
    check("experts and router are targeted", names == expected)


@scenario("extra-fullmatch", expect=NOT_FOUND, needs=["peft"])
def extra_fullmatch():
    """A string is a regular expression for the whole path, so a bare name matches nothing."""
    from peft import LoraConfig, get_peft_model

    get_peft_model(qwen(), LoraConfig(target_modules="q_proj"))


@scenario("extra-class-name", expect=NOT_FOUND, needs=["peft"])
def extra_class_name():
    from peft import LoraConfig, get_peft_model

    get_peft_model(qwen(), LoraConfig(target_modules=["Linear"]))
