import { Code } from '../content/code';
import { isCommand } from '../text/commands';

/** How a program is run: its commands together, and what else there is to say. */
export function HowToRun({ lines: text }: { lines: string }) {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const commands = lines.filter(isCommand);
  return (
    <>
      {commands.length > 0 && (
        <>
          <p>In the project folder, run:</p>
          <Code text={commands.join('\n')} language="bash" label="How to run" />
        </>
      )}
      {lines
        .filter((line) => !isCommand(line))
        .map((line) => (
          <p key={line}>{line}</p>
        ))}
    </>
  );
}
