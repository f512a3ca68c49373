using System.Diagnostics;
using RawHttp.Trust;

// How many chains are changed by chance, by which seed, and the page that the table is put into: see "run".
var (count, seed, page) = (int.Parse(args[0], Der.Culture), int.Parse(args[1], Der.Culture), args[2]);
var clock = Stopwatch.StartNew();
var layouts = new Layouts();
IReadOnlyList<Row> rows = [.. await Matrix.RunAsync(Matrix.All()), .. layouts.Run(layouts.All())];
var mutated = await Mutations.RunAsync(Mutations.Make(count, seed));
var table = Page.Table(rows, mutated);
Console.Write(table);
Page.Write(page, table);

string[] faults =
[
    .. rows.Where(row => row.Fault is not null).Select(row => $"{row.Fault}: {row.Group}: {row.Name}: {row.Words}"),
    .. mutated.Where(result => result.Fault is not null).Select(result => $"{result.Fault}: {result.Case}, seed {seed}: {result.Words}"),
];
Array.ForEach(faults, Console.WriteLine);
Console.WriteLine($"{rows.Count} cases, {mutated.Count} chains changed by chance, {faults.Length} faults, {clock.Elapsed:m\\:ss}");
return faults.Length == 0 ? 0 : 1;
