/** What a training prints while nothing is wrong: the hay around an error. */
import type { Random } from './perturb.ts';

/** Lines of a log; each `#` stands for a number. */
const lines = [
  '[INFO|trainer.py:#] 2025-03-01 11:0#:22,# >>   Num examples = #',
  ' #%|█████▎    | #/1000 [00:21<1#:53,  1.#s/it]',
  "{'loss': 1.#, 'grad_norm': 0.#, 'learning_rate': 1.9e-05, 'epoch': 0.#}",
  "{'eval_loss': 1.#, 'eval_runtime': #.2, 'eval_samples_per_second': #.1}",
  '/opt/venv/transformers/utils/generic.py:#: FutureWarning: `_register_pytree_node` is deprecated.',
  '/opt/venv/torch/utils/checkpoint.py:#: UserWarning: None of the inputs is a tensor',
  '    loss = self.training_step(model, inputs_#)',
  'Loading checkpoint shards: #%|███  | #/9 [00:0#<00:00,  2.1it/s]',
  '  File "/home/user/project/train_#.py", line #, in step_#',
  'WARNING:root:shard # of the dataset has # empty rows, which are skipped',
  'self.optimizer = build_optimizer(config.optimizer, lr=config.lr * #)',
  'wandb: Run data is saved locally in /home/user/wandb/run-#',
  '# files were not found in the cache and are downloaded',
  'Error: request # has failed, it is tried again',
  '[rank#]: step #: # tokens per second, #.1 GB reserved',
] as const;

/** So many lines of a log, with a text after one of them. */
export function insideTrainingLog(text: string, count: number, random: Random): string {
  const number = (below: number): number => Math.floor(random() * below);
  const line = (): string =>
    lines[number(lines.length)]!.replaceAll('#', () => String(number(900)));
  const log = Array.from({ length: count }, line);
  log.splice(number(count), 0, text);
  return log.join('\n');
}
