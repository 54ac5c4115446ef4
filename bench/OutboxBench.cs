namespace CoretimeDesk.Bench;

internal static class OutboxBench
{
    public static Task RunAsync(int rate, TimeSpan length, bool write) => throw new NotImplementedException($"{rate}{length}{write}");
}
