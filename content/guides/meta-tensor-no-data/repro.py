# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "peft==0.21.0",
#   "accelerate==1.15.0",
#   "bitsandbytes==0.50.2",
# ]
# ///
"""Raises "Cannot copy out of meta tensor; no data!" and its kin, and runs each fix.

    python tools/repro/run.py content/guides/meta-tensor-no-data/repro.py --out OUT

No GPU is needed and nothing is downloaded: `Qwen/Qwen3-0.6B` is a folder that the prelude makes,
a Qwen3 of two layers with random weights. Without a GPU, what does not fit goes to disk instead of
to main memory; the placeholders on the meta device are the same.

error/threads-untied wants transformers 4.51 to 4.57, in an environment of their own:

    … --only error/threads-untied --python OTHER/bin/python
"""

from repro.scenario import check, scenario

MODEL = "Qwen/Qwen3-0.6B"
MODULE_TO = (
    "NotImplementedError: Cannot copy out of meta tensor; no data! Please use "
    "torch.nn.Module.to_empty() instead of torch.nn.Module.to() when moving module from meta to a "
    "different device."
)
TENSOR_COPY = "NotImplementedError: Cannot copy out of meta tensor; no data!"
ITEM = "RuntimeError: Tensor.item() cannot be called on meta tensors"
ANTI_PATTERN = (
    "RuntimeError: You are using `from_pretrained` with a meta device context manager or "
    "`torch.set_default_device('meta')`."
)


def make_model_folder():
    """./Qwen/Qwen3-0.6B, in bfloat16."""
    import torch
    from transformers import Qwen3Config, Qwen3ForCausalLM

    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=128,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=32,
    )
    Qwen3ForCausalLM(config).to(torch.bfloat16).save_pretrained(MODEL)


def load(**options):
    """The model that a script would load."""
    from transformers import AutoModelForCausalLM

    return AutoModelForCausalLM.from_pretrained(MODEL, **options)


def load_offloaded():
    """Loaded with device_map="auto" into less memory than it needs."""
    make_model_folder()
    return load(device_map="auto", max_memory={"cpu": "150KB"}, offload_folder="offload")


def lora_config():
    from peft import LoraConfig

    return LoraConfig(r=4, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")


def save_adapter():
    """./my-adapter, whose product is not 0, and the logits of the model with it."""
    import torch
    from peft import get_peft_model

    model = get_peft_model(load(), lora_config())
    for name, parameter in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter.data)
    model.save_pretrained("my-adapter")
    logits = logits_of(model)
    check("the adapter changes the logits", (logits - logits_of(load())).abs().max() > 0.2)
    return logits


def make_batch():
    """One text of 16 tokens."""
    import torch

    ids = torch.arange(3, 19).reshape(1, 16)
    return {"input_ids": ids, "labels": ids.clone()}


def logits_of(model):
    import torch

    batch = make_batch()
    with torch.no_grad():
        return model.eval()(input_ids=batch["input_ids"].to(model.device)).logits.float().cpu()


def make_train_dataset():
    return [{name: value[0] for name, value in make_batch().items()} for _ in range(8)]


def make_args(**options):
    from transformers import TrainingArguments

    return TrainingArguments(
        output_dir="out", max_steps=2, report_to="none", save_strategy="no", **options
    )


def on_meta(model):
    """Names of the tensors without data."""
    tensors = [*model.named_parameters(), *model.named_buffers()]
    return [name for name, tensor in tensors if tensor.is_meta]


def check_trained(model):
    changed = [bool((p != 0).any()) for n, p in model.named_parameters() if "lora_B" in n]
    check("nothing is on meta", on_meta(model) == [])
    check("every lora_B left 0", len(changed) == 4 and all(changed))


def read_state_dict():
    from safetensors.torch import load_file

    return load_file(f"{MODEL}/model.safetensors")


def make_custom_class(kind):
    """A model class as somebody wrote it, and ./my-model, one of its checkpoints.

    Constructing it reads a value, moves a module, keeps a tensor that is no buffer, or does none
    of these, as `kind` says.
    """
    import torch
    from transformers import PreTrainedConfig, PreTrainedModel

    class MyConfig(PreTrainedConfig):
        model_type = "my-model"
        depth = 3

    class MyModel(PreTrainedModel):
        config_class = MyConfig

        def __init__(self, config):
            super().__init__(config)
            self.lin = torch.nn.Linear(4, 4)
            if kind == "item":
                self.rates = [rate.item() for rate in torch.arange(config.depth) / 10]
            if kind == "linspace":
                self.rates = [rate.item() for rate in torch.linspace(0, 0.2, config.depth)]
            if kind == "to":
                self.head = torch.nn.Linear(4, 4).to("cpu")
            if kind == "nested":
                self.encoder = load()
            self.scale = torch.full((4,), 2.0) if kind == "plain" else 2.0
            self.post_init()

        def forward(self, x):
            return self.lin(x) * self.scale

    torch.manual_seed(0)
    model = MyModel(MyConfig())
    model.save_pretrained("my-model")
    return MyModel, model


# ----------------------------------------------------------------------------------- errors


@scenario("error/offloaded-lora", reproduces="module-to", expect=MODULE_TO, needs=["peft"])
def error_offloaded_lora():
    """accelerate guards `.to` of the model, but not of what is wrapped around it."""
    make_model_folder()
    lora = lora_config()
    max_memory = {"cpu": "150KB"}
    # region: error/offloaded-lora
    from peft import get_peft_model
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B", device_map="auto", max_memory=max_memory, offload_folder="offload"
    )
    model = get_peft_model(model, lora)
    model.to("cpu")
    # endregion


@scenario(
    "error/offloaded",
    reproduces="offloaded-modules-move",
    expect="RuntimeError: You can't move a model that has some modules offloaded to cpu or disk.",
    needs=["accelerate"],
)
def error_offloaded():
    load_offloaded().to("cpu")


@scenario(
    "error/train-offloaded",
    reproduces="gradient-on-meta",
    expect="RuntimeError: Function MmBackward0 returned an invalid gradient at index 1 - "
    "expected device meta but got cpu",
    needs=["peft", "accelerate"],
)
def error_train_offloaded():
    """Nobody moves the model: its LoRA weights in the offloaded layers are on meta themselves."""
    from peft import get_peft_model
    from transformers import Trainer

    model = get_peft_model(load_offloaded(), lora_config())
    print([name for name in on_meta(model) if "lora_" in name])
    args = make_args(use_cpu=True)
    Trainer(model=model, args=args, train_dataset=make_train_dataset()).train()


@scenario(
    "error/train-offloaded-gpu",
    reproduces="gradient-on-meta",
    expect="RuntimeError: Function {name} returned an invalid gradient at index {index} - "
    "expected device meta but got cuda:0",
    needs=["cuda", "peft", "accelerate"],
)
def error_train_offloaded_gpu():
    """The same with the first layer on the GPU and the second in main memory."""
    from peft import get_peft_model
    from transformers import Trainer

    make_model_folder()
    places = dict.fromkeys(["embed_tokens", "layers.0", "norm", "rotary_emb"], 0)
    device_map = {f"model.{name}": place for name, place in places.items()}
    model = load(device_map={**device_map, "model.layers.1": "cpu", "lm_head": 0})
    model = get_peft_model(model, lora_config())
    Trainer(model=model, args=make_args(), train_dataset=make_train_dataset()).train()


@scenario("error/no-assign", reproduces="module-to", expect=MODULE_TO, needs=["transformers"])
def error_no_assign():
    make_model_folder()
    state_dict = read_state_dict()
    # region: error/no-assign
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM

    config = AutoConfig.from_pretrained("Qwen/Qwen3-0.6B")
    with torch.device("meta"):
        model = AutoModelForCausalLM.from_config(config)
    model.load_state_dict(state_dict)  # "All keys matched", and nothing was copied
    model.to("cpu")
    # endregion


@scenario("error/buffers", reproduces="tensor-copy", expect=TENSOR_COPY, needs=["transformers"])
def error_buffers():
    """All parameters have arrived. RoPE's frequencies are in no checkpoint."""
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM

    make_model_folder()
    with torch.device("meta"):
        model = AutoModelForCausalLM.from_config(AutoConfig.from_pretrained(MODEL))
    model.load_state_dict(read_state_dict(), assign=True)
    left = on_meta(model)
    print(left)
    check("only the frequencies are left", left and all("inv_freq" in name for name in left))
    model(**make_batch())


@scenario(
    "error/missing-key",
    reproduces="value-needed",
    expect="ValueError: weight is on the meta device, we need a `value` to put in on cpu.",
    needs=["accelerate"],
)
def error_missing_key():
    from accelerate import init_empty_weights, load_checkpoint_and_dispatch
    from safetensors.torch import save_file
    from transformers import AutoConfig, AutoModelForCausalLM

    make_model_folder()
    config = AutoConfig.from_pretrained(MODEL)
    state_dict = read_state_dict()
    del state_dict["model.norm.weight"]
    save_file(state_dict, f"{MODEL}/model.safetensors", metadata={"format": "pt"})
    with init_empty_weights():
        model = AutoModelForCausalLM.from_config(config)
    device_map = {"model": "cpu", "lm_head": "disk"}
    load_checkpoint_and_dispatch(model, MODEL, device_map=device_map, offload_folder="offload")


@scenario("error/init-item", reproduces="item-on-meta", expect=ITEM, needs=["transformers>=5"])
def error_init_item():
    my_class, _ = make_custom_class("item")
    my_class.from_pretrained("my-model")


@scenario("error/init-to", reproduces="module-to", expect=MODULE_TO, needs=["transformers>=5"])
def error_init_to():
    my_class, _ = make_custom_class("to")
    my_class.from_pretrained("my-model")


@scenario(
    "error/init-tensor",
    reproduces="forward-on-meta",
    expect="RuntimeError: Tensor on device meta is not on the expected device cpu!",
    needs=["transformers>=5"],
)
def error_init_tensor():
    """A tensor that is neither parameter nor buffer: nothing lists it, nothing fills it."""
    import torch

    my_class, _ = make_custom_class("plain")
    model = my_class.from_pretrained("my-model")
    check("no parameter or buffer is on meta", on_meta(model) == [])
    check("the plain tensor is", model.scale.is_meta)
    model(torch.ones(1, 4))


@scenario(
    "error/numpy",
    reproduces="numpy-from-meta",
    expect="TypeError: can't convert meta device type tensor to numpy. Use Tensor.cpu() to copy "
    "the tensor to host memory first.",
    needs=["torch"],
)
def error_numpy():
    import torch

    torch.nn.Linear(4, 4, device="meta").weight.detach().numpy()


@scenario(
    "error/threads", reproduces="module-to", expect=MODULE_TO, needs=["transformers>=4.51"]
)
def error_threads():
    """5.17 replaces `tie_weights` for the whole process, so lm_head stays on meta."""
    import transformers

    make_model_folder()
    config = transformers.AutoConfig.from_pretrained(MODEL)
    config.tie_word_embeddings = True  # as the real Qwen3-0.6B
    transformers.AutoModelForCausalLM.from_config(config).save_pretrained(MODEL)
    # region: error/threads
    from concurrent.futures import ThreadPoolExecutor

    from transformers import AutoModelForCausalLM

    def load_model(device):
        return AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B").to(device)

    with ThreadPoolExecutor() as pool:
        models = list(pool.map(load_model, ["cpu"] * 16))
    # endregion


@scenario(
    "error/threads-untied",
    reproduces="module-to",
    expect=MODULE_TO,
    needs=["transformers>=4.51", "transformers<5"],
)
def error_threads_untied():
    """4.57 replaces `register_parameter` for the whole process, so any weight stays on meta."""
    from concurrent.futures import ThreadPoolExecutor

    make_model_folder()
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda _: load().to("cpu"), range(16)))


@scenario(
    "error/threads-accelerate", reproduces="module-to", expect=MODULE_TO, needs=["accelerate"]
)
def error_threads_accelerate():
    """Whoever builds a module while another thread is in `init_empty_weights` gets no data."""
    import threading

    import torch
    from accelerate import init_empty_weights

    inside, built = threading.Event(), threading.Event()

    def other_thread():
        with init_empty_weights():
            inside.set()
            built.wait(60)

    thread = threading.Thread(target=other_thread)
    thread.start()
    inside.wait(60)
    mine = torch.nn.Linear(4, 4)
    built.set()
    thread.join()
    mine.to("cpu")


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-fit", needs=["peft", "accelerate"])
def fix_fit():
    make_model_folder()
    lora = lora_config()
    # region: fix-fit
    from accelerate import PartialState
    from peft import get_peft_model
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        dtype="auto",  # as it was saved, mostly bf16
        device_map={"": PartialState().device},  # all of it on this process's GPU
    )
    model = get_peft_model(model, lora)
    # endregion
    from transformers import Trainer

    Trainer(model=model, args=make_args(), train_dataset=make_train_dataset()).train()
    check_trained(model)


@scenario("fix-fit/qlora", needs=["peft", "accelerate", "bitsandbytes"])
def fix_fit_qlora():
    make_model_folder()
    lora = lora_config()
    # region: fix-fit/qlora
    import torch
    from accelerate import PartialState
    from peft import get_peft_model, prepare_model_for_kbit_training
    from transformers import AutoModelForCausalLM, BitsAndBytesConfig

    nf4 = BitsAndBytesConfig(
        load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=torch.bfloat16
    )
    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B", quantization_config=nf4, device_map={"": PartialState().device}
    )
    model = get_peft_model(prepare_model_for_kbit_training(model), lora)
    # endregion
    from transformers import Trainer

    Trainer(model=model, args=make_args(), train_dataset=make_train_dataset()).train()
    check_trained(model)


@scenario("fix-no-move", needs=["accelerate"])
def fix_no_move():
    make_model_folder()
    max_memory, batch = {"cpu": "150KB"}, make_batch()
    inputs = {"input_ids": batch["input_ids"]}
    # region: fix-no-move
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B", device_map="auto", max_memory=max_memory, offload_folder="offload"
    )
    output = model.generate(**inputs, max_new_tokens=20)  # no .to(), no .cuda()
    # endregion
    check("layers are offloaded", on_meta(model) != [])
    expected = load().generate(**inputs, max_new_tokens=20)
    check("it generates what the whole model does", bool((output == expected).all()))


@scenario("fix-no-move/merge", needs=["peft"])
def fix_no_move_merge():
    import torch

    make_model_folder()
    expected = save_adapter()
    # region: fix-no-move/merge
    from peft import AutoPeftModelForCausalLM

    model = AutoPeftModelForCausalLM.from_pretrained("my-adapter", device_map="cpu", dtype="auto")
    model = model.merge_and_unload()
    model.save_pretrained("merged")
    # endregion
    from transformers import AutoModelForCausalLM

    saved = AutoModelForCausalLM.from_pretrained("merged")
    difference = (logits_of(saved) - expected).abs().max().item()
    print("largest difference of the logits", difference)
    check("nothing is on meta", on_meta(saved) == [])
    check("it is the merged model", torch.allclose(logits_of(saved), expected, atol=0.05))


@scenario("fix-assign", needs=["accelerate"])
def fix_assign():
    import torch

    make_model_folder()
    state_dict = read_state_dict()
    # region: fix-assign
    from accelerate import init_empty_weights
    from transformers import AutoConfig, AutoModelForCausalLM

    config = AutoConfig.from_pretrained("Qwen/Qwen3-0.6B")
    with init_empty_weights():  # parameters only; RoPE's buffers keep their values
        model = AutoModelForCausalLM.from_config(config)
    model.load_state_dict(state_dict, assign=True)  # raises if a key is missing
    model.tie_weights()
    model.to("cpu")
    # endregion
    check("nothing is on meta", on_meta(model) == [])
    check("it is the model that was saved", torch.equal(logits_of(model), logits_of(load())))


@scenario("fix-assign/from-pretrained", needs=["transformers"])
def fix_assign_from_pretrained():
    make_model_folder()
    # region: fix-assign/from-pretrained
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B", dtype="auto")
    model.to("cpu")
    # endregion
    check("nothing is on meta", on_meta(model) == [])


@scenario("fix-real-init", needs=["transformers>=5"])
def fix_real_init():
    """The class, written so that it can be built on meta."""
    import torch
    from transformers import PreTrainedModel

    _, model = make_custom_class("none")
    my_config = type(model.config)
    # region: fix-real-init
    class MyModel(PreTrainedModel):
        config_class = my_config

        def __init__(self, config):
            super().__init__(config)
            self.lin = torch.nn.Linear(4, 4)  # no .to(), no from_pretrained
            self.rates = [i / 10 for i in range(config.depth)]  # numbers, no .item()
            self.register_buffer("scale", torch.full((4,), 2.0))  # saved and loaded
            self.post_init()

        def forward(self, x):
            return self.lin(x) * self.scale

    # endregion
    MyModel(model.config).save_pretrained("rewritten")
    loaded = MyModel.from_pretrained("rewritten")
    check("nothing is on meta", on_meta(loaded) == [] and not loaded.scale.is_meta)
    check("the buffer has its values", loaded(torch.ones(1, 4)).shape == (1, 4))
    check("they are 2", bool((loaded.scale == 2).all()))


@scenario("fix-real-init/outside", needs=["transformers>=5"])
def fix_real_init_outside():
    """Somebody else's class: built with data, filled afterwards."""
    import torch

    for kind in ("item", "to", "plain"):
        MyModel, expected = make_custom_class(kind)
        model = build_outside(MyModel)
        x = torch.ones(1, 4)
        check(f"{kind}: it is the saved model", torch.equal(model(x), expected(x)))


def build_outside(MyModel):
    # region: fix-real-init/outside
    from pathlib import Path

    from safetensors.torch import load_file

    config = MyModel.config_class.from_pretrained("my-model")
    model = MyModel(config)  # not from_pretrained, so not on meta
    state_dict = {}
    for file in Path("my-model").glob("*.safetensors"):
        state_dict.update(load_file(file))
    model.load_state_dict(state_dict)
    # endregion
    return model


@scenario("fix-lock", needs=["transformers>=4.51"])
def fix_lock():
    import transformers

    make_model_folder()
    config = transformers.AutoConfig.from_pretrained(MODEL)
    config.tie_word_embeddings = True  # as the real Qwen3-0.6B
    transformers.AutoModelForCausalLM.from_config(config).save_pretrained(MODEL)
    # region: fix-lock
    import threading
    from concurrent.futures import ThreadPoolExecutor

    from transformers import AutoModelForCausalLM

    load_lock = threading.Lock()

    def load_model(device):
        with load_lock:  # around every place that builds a model
            return AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B").to(device)

    with ThreadPoolExecutor() as pool:
        models = list(pool.map(load_model, ["cpu"] * 16))
    # endregion
    check("no model has tensors on meta", [on_meta(model) for model in models] == [[]] * 16)


@scenario("check-meta", needs=["transformers"])
def check_meta():
    model = load_offloaded()
    # region: check-meta
    tensors = [*model.named_parameters(), *model.named_buffers()]
    empty = [name for name, tensor in tensors if tensor.is_meta]
    places = set(getattr(model, "hf_device_map", {}).values())
    offloaded = bool(places & {"cpu", "disk"}) and bool(empty)
    print("on meta:", len(empty), "of", len(tensors), "| offloaded:", offloaded)
    print(empty[:3], places)
    # endregion
    check("it finds the offloaded layers", offloaded and 0 < len(empty) < len(tensors))


# ------------------------------------------------------- what does not help, and what is silent


@scenario("extra-to-empty", needs=["transformers"])
def extra_to_empty():
    """PyTorch fills uninitialized memory with NaN here, so that what was not written shows."""
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM

    make_model_folder()
    with torch.device("meta"):
        model = AutoModelForCausalLM.from_config(AutoConfig.from_pretrained(MODEL))
    torch.use_deterministic_algorithms(True)
    model.to_empty(device="cpu")
    loss = model(**make_batch()).loss
    print("after to_empty", loss)
    check("no error, and the loss is NaN", bool(loss.isnan()))
    print(model.load_state_dict(read_state_dict()))
    loss = model(**make_batch()).loss
    print("after load_state_dict as well", loss)
    check("still NaN", bool(loss.isnan()))
    left = [name for name, buffer in model.named_buffers() if bool(buffer.isnan().any())]
    print("never written:", left)
    check("RoPE's frequencies were never written", "model.rotary_emb.inv_freq" in left)


@scenario("extra-low-cpu-mem-usage", expect=ITEM, needs=["transformers>=5"])
def extra_low_cpu_mem_usage():
    my_class, _ = make_custom_class("item")
    my_class.from_pretrained("my-model", low_cpu_mem_usage=False, device_map=None)


@scenario("extra-linspace", needs=["transformers>=5.6"])
def extra_linspace():
    """`torch.linspace` is the one exception that transformers makes."""
    my_class, model = make_custom_class("linspace")
    check("it has the rates", my_class.from_pretrained("my-model").rates == model.rates)


@scenario("extra-nested", expect=ANTI_PATTERN, needs=["transformers>=5"])
def extra_nested():
    """from_pretrained inside the __init__ of a model that from_pretrained builds."""
    make_model_folder()
    my_class, _ = make_custom_class("nested")
    my_class.from_pretrained("my-model")


@scenario("extra-empty-from-pretrained", needs=["accelerate"])
def extra_empty_from_pretrained():
    """from_pretrained inside init_empty_weights loads nothing, and says nothing."""
    from accelerate import init_empty_weights

    make_model_folder()
    with init_empty_weights():
        model = load()
    parameters = [name for name, _ in model.named_parameters()]
    check("every parameter is on meta", on_meta(model) == parameters)


@scenario("extra-no-assign-warning", needs=["transformers"])
def extra_no_assign_warning():
    import warnings

    import torch

    with torch.device("meta"):
        layer = torch.nn.Linear(4, 4)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        print(layer.load_state_dict(torch.nn.Linear(4, 4).state_dict()))
    texts = [str(item.message) for item in caught]
    print(*texts, sep="\n")
    words = (
        "for weight: copying from a non-meta parameter in the checkpoint to a meta parameter "
        "in the current model, which is a no-op."
    )
    check("it warns, once for each", len(texts) == 2 and texts[0].startswith(words))


@scenario("extra-merge-offloaded", needs=["peft>=0.8"])
def extra_merge_offloaded():
    """PEFT fetches each offloaded layer, merges, and puts it back."""
    import torch
    from peft import PeftModel

    make_model_folder()
    expected = save_adapter()
    model = PeftModel.from_pretrained(
        load_offloaded(), "my-adapter", max_memory={"cpu": "150KB"}, offload_folder="offload"
    )
    check("layers are offloaded", on_meta(model) != [])
    merged = model.merge_and_unload()
    check("it is the merged model", torch.allclose(logits_of(merged), expected, atol=0.05))


@scenario("extra-threads-now", needs=["transformers>=5"])
def extra_threads_now():
    """Without tied weights, a load of 5.17 marks only its own thread."""
    from concurrent.futures import ThreadPoolExecutor

    make_model_folder()
    with ThreadPoolExecutor(8) as pool:
        models = list(pool.map(lambda _: load(), range(64)))
    check("64 loads, none on meta", [on_meta(model) for model in models] == [[]] * 64)


@scenario("extra-threads-tied", needs=["transformers>=5.2"])
def extra_threads_tied():
    """What is left on meta, and that the process stays broken."""
    from concurrent.futures import ThreadPoolExecutor

    import transformers

    make_model_folder()
    config = transformers.AutoConfig.from_pretrained(MODEL)
    config.tie_word_embeddings = True  # as the real Qwen3-0.6B
    transformers.AutoModelForCausalLM.from_config(config).save_pretrained(MODEL)
    with ThreadPoolExecutor(4) as pool:
        models = list(pool.map(lambda _: load(), range(16)))
    left = {name for model in models for name in on_meta(model)}
    print("left on meta:", left)
    check("only lm_head is", left == {"lm_head.weight"})
    check("so it is in a load that has the process to itself", on_meta(load()) == sorted(left))


@scenario("extra-threads-after", needs=["accelerate"])
def extra_threads_after():
    """Two threads that leave `init_empty_weights` in the wrong order break the whole process."""
    import threading
    import time

    import torch
    from accelerate import init_empty_weights

    both = threading.Barrier(2)

    def worker(seconds):
        with init_empty_weights():
            both.wait(60)
            time.sleep(seconds)

    first = threading.Thread(target=worker, args=(0.5,))
    first.start()
    time.sleep(0.1)
    second = threading.Thread(target=worker, args=(1.0,))
    second.start()
    first.join()
    second.join()
    check("a plain layer is on meta now", torch.nn.Linear(2, 2).weight.is_meta)
