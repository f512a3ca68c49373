using System.Globalization;
using RawHttp.Attack;

switch (args)
{
    case ["run", var tool, var seconds, var seed, .. var record]:
        var run = new Campaign(tool, Number(seed));
        await run.RunAsync(TimeSpan.FromSeconds(Number(seconds)));
        run.Summarize();
        if (record is [var file])
        {
            Record.Add(file, Number(seconds), Number(seed), run);
        }

        return run.Failures == 0 ? 0 : 1;
    case ["again", var tool, var seed, var number]:
        var again = new Campaign(tool, Number(seed));
        using (var runner = new Runner(tool))
        {
            var (script, ending) = await again.RunOneAsync(runner, Number(number));
            Console.WriteLine($"{script}status {ending.Status}\n{ending.Error}");
        }

        return again.Failures;
    default:
        Console.Error.WriteLine("usage: run TOOL SECONDS SEED [RECORD], or again TOOL SEED NUMBER");
        return 2;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
