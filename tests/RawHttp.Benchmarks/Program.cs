using RawHttp.Benchmarks;

switch (args)
{
    case ["echo-idle", var load]:
        await EchoMemory.IdleAsync(load);
        return 0;
    case ["echo-hoard", var load]:
        await EchoMemory.HoardAsync(load);
        return 0;
    default:
        Console.Error.WriteLine("usage: echo-idle LOAD | echo-hoard LOAD, where LOAD is the program that echo/run builds");
        return 2;
}
