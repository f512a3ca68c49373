using RawHttp.ToolHost;

// Starting a process takes a hundred times as long as most runs.
switch (args)
{
    case ["serve", var tool, var folder]:
        HostedRuns.Serve(tool, folder);
        return 0;
    case ["show", var tool, var lines]:
        HostedRuns.Show(tool, lines);
        return 0;
    default:
        Console.Error.WriteLine("usage: serve TOOL.dll FOLDER, or show TOOL.dll LINES");
        return 2;
}
