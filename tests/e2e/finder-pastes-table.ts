/** What readers paste, written for these tests: messages as the libraries print them. */
export interface RealisticPaste {
  name: string;
  path: '/en/' | '/zh/';
  text: string;
  /** Slug that must come first, or null where no guide may be offered with confidence. */
  slug: string | null;
}

/** The error that the project began with, in twenty lines. */
export const unslothTraceback = `==((====))==  Unsloth 2025.3.19: Fast Llama patching. Transformers: 4.50.3.
   \\\\   /|    NVIDIA A100-SXM4-80GB. Num GPUs = 1. Max memory: 79.151 GB.
trainable params: 41,943,040 || all params: 8,072,204,288
  0%|          | 0/60 [00:00<?, ?it/s]
Traceback (most recent call last):
  File "/home/lin/finetune/train_dora.py", line 88, in <module>
    trainer.train()
  File "/opt/conda/lib/python3.11/site-packages/transformers/trainer.py", line 2245, in train
    return inner_training_loop(
  File "/opt/conda/lib/python3.11/site-packages/unsloth/models/llama.py", line 568, in LlamaDecoderLayer_fast_forward
    hidden_states, self_attn_weights, present_key_value = self.self_attn(
  File "/opt/conda/lib/python3.11/site-packages/unsloth/models/llama.py", line 393, in LlamaAttention_fast_forward
    A = flash_attn_func(Q, K, V, causal = True)
  File "/opt/conda/lib/python3.11/site-packages/flash_attn/flash_attn_interface.py", line 1196, in flash_attn_func
    return FlashAttnFunc.apply(
  File "/opt/conda/lib/python3.11/site-packages/flash_attn/flash_attn_interface.py", line 834, in forward
    out_padded, softmax_lse, S_dmask, rng_state = _wrapped_flash_attn_forward(
  File "/opt/conda/lib/python3.11/site-packages/torch/_ops.py", line 1123, in __call__
    return self._op(*args, **(kwargs or {}))
RuntimeError: FlashAttention only support fp16 and bf16 data type`;

export const pastes: readonly RealisticPaste[] = [
  { name: 'Unsloth with DoRA', path: '/en/', text: unslothTraceback, slug: 'flash-attn-dtype' },
  {
    name: 'the same inside a Chinese question',
    path: '/zh/',
    text: `求助，用 unsloth 微调 qwen 开了 use_dora=True 之后第一步就挂了：
RuntimeError： FlashAttention only support fp16 and bf16 data type
有人遇到过吗？`,
    slug: 'flash-attn-dtype',
  },
  {
    name: 'out of memory on the second rank',
    path: '/en/',
    text: `[rank1]: Traceback (most recent call last):
[rank1]:   File "/workspace/sft.py", line 141, in main
[rank1]:     loss.backward()
[rank1]: torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 3.71 GiB. GPU 1 has a total capacity of 23.64 GiB of which 1.12 GiB is free. Including non-PyTorch memory, this process has 22.51 GiB memory in use.`,
    slug: 'cuda-oom',
  },
  {
    name: 'out of memory in Chinese words',
    path: '/zh/',
    text: '微调到一半爆显存了怎么办',
    slug: 'cuda-oom',
  },
  {
    name: 'a parameter without gradient',
    path: '/zh/',
    text: `多卡跑起来就报这个
RuntimeError: Expected to have finished reduction in the prior iteration before starting a new one. This error indicates that your module has parameters that were not used in producing loss.`,
    slug: 'ddp-unused-parameters',
  },
  {
    name: 'fp16 gradients',
    path: '/zh/',
    text: `  File "/usr/local/lib/python3.10/dist-packages/torch/amp/grad_scaler.py", line 260, in _unscale_grads_
    raise ValueError("Attempting to unscale FP16 gradients.")
ValueError: Attempting to unscale FP16 gradients.`,
    slug: 'unscale-fp16-gradients',
  },
  {
    name: 'a wheel for another torch',
    path: '/en/',
    text: `ImportError: /home/mei/.venv/lib/python3.12/site-packages/flash_attn_2_cuda.cpython-312-x86_64-linux-gnu.so: undefined symbol: _ZN3c105ErrorC2ENS_14SourceLocationENSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE`,
    slug: 'flash-attn-undefined-symbol',
  },
  {
    name: 'a taken port',
    path: '/en/',
    text: `[W socket.cpp:464] [c10d] The server socket has failed to bind to [::]:29500 (errno: 98 - Address already in use).
torch.distributed.DistNetworkError: The server socket has failed to listen on any local network address. The server socket has failed to bind to ?UNKNOWN? (errno: 98 - Address already in use).`,
    slug: 'port-address-in-use',
  },
  {
    name: 'no kernel for this GPU',
    path: '/zh/',
    text: `换了 5090 之后训练直接报错
RuntimeError: CUDA error: no kernel image is available for execution on the device
CUDA kernel errors might be asynchronously reported at some other API call`,
    slug: 'no-kernel-image',
  },
  {
    name: 'a loss without graph',
    path: '/en/',
    text: '> RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn',
    slug: 'no-grad-fn',
  },
  {
    name: 'no padding token',
    path: '/en/',
    text: '2026-03-02 11:20:07,118 ERROR ValueError: Asking to pad but the tokenizer does not have a padding token. Please select a token to use as `pad_token` `(tokenizer.pad_token = tokenizer.eos_token e.g.)`',
    slug: 'pad-token-missing',
  },
  {
    name: 'an error of another world',
    path: '/en/',
    text: "Uncaught TypeError: Cannot read properties of undefined (reading 'map')\n    at ProductList (ProductList.jsx:27:18)",
    slug: null,
  },
];
