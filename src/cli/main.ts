/** The command line in the repository: `node src/cli/main.ts <command> [options]`, on `content/` as it is. */
import { repositoryData } from './repository-data.ts';
import { runProcess } from './process-io.ts';

await runProcess(repositoryData());
