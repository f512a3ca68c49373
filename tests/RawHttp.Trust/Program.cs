using System.Diagnostics;
using RawHttp.Trust;

// How many chains are changed by chance, by which seed, and the page that the table is put into.
var (count, seed) = (args.ElementAtOrDefault(0) is { } number ? int.Parse(number, Der.Culture) : 2000, args.ElementAtOrDefault(1) is { } start ? int.Parse(start, Der.Culture) : 1);
var clock = Stopwatch.StartNew();
var layouts = new Layouts();
IReadOnlyList<Row> rows = [.. await Matrix.RunAsync(Matrix.All()), .. layouts.Run(layouts.All())];
var mutated = await Mutations.RunAsync(Mutations.Make(count, seed));
var table = Page.Table(rows, mutated);
Console.Write(table);
if (args.ElementAtOrDefault(2) is { } page)
{
    Page.Write(page, table);
}

var faults = rows.Where(row => row.Fault is not null).Select(row => $"{row.Fault}: {row.Group}: {row.Name}: {row.Words}")
    .Concat(mutated.Where(result => result.Fault is not null).Select(result => $"{result.Fault}: {result.Case}, seed {seed}: {result.Words}")).ToList();
faults.ForEach(Console.WriteLine);
Console.WriteLine($"{rows.Count} cases and {mutated.Count} chains changed by chance, {faults.Count} faults, {clock.Elapsed.TotalSeconds:0} s");
return faults.Count == 0 ? 0 : 1;
