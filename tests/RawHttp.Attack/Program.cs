using RawHttp.Attack;

switch (args)
{
    case ["inside", var tool, var lines, var said, var results]:
        InsideTool.Run(tool, lines, said, results);
        return 0;
    default:
        Console.Error.WriteLine("usage: inside TOOL.dll LINES SAID RESULTS");
        return 2;
}
