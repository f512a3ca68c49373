using RawHttp.Fuzz;
using SharpFuzz;

switch (args)
{
    case ["--record", var record, var target, var statistics]:
        Record.Add(record, target, statistics);
        return 0;
    case [var target, .. var files] when Targets.Names.Contains(target):
        if (files.Length == 0)
        {
            Fuzzer.Run(input =>
            {
                using var octets = new MemoryStream();
                input.CopyTo(octets);
                Targets.Run(target, octets.ToArray());
            });
        }

        // One by one, as they were found: the first that breaks an invariant ends it.
        foreach (var file in files)
        {
            Console.Error.WriteLine(file);
            Targets.Run(target, File.ReadAllBytes(file));
        }

        return 0;
    default:
        Console.Error.WriteLine($"usage: {string.Join('|', Targets.Names)} [FILE...] | --record FILE TARGET STATISTICS");
        return 2;
}
