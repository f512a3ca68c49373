using RawHttp.Attack;

switch (args)
{
    case ["inside", var tool, var lines, var said, var results]:
        InsideTool.Run(tool, lines, said, results);
        return 0;
    case ["shown", var tool, var lines]:
        InsideTool.Show(tool, lines);
        return 0;
    default:
        Console.Error.WriteLine("usage: inside TOOL.dll LINES SAID RESULTS, or shown TOOL.dll LINES");
        return 2;
}
