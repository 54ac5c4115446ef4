namespace CoretimeDesk.Substrate.Tests.Hostile;

/// <summary>Runs something on a thread with a stack of its own size. A stack that overflows ends the whole process: that is how these tests fail.</summary>
internal static class SmallStack
{
    public const int Bytes = 256 * 1024;

    public static void Run(Action action, int? bytes = Bytes)
    {
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception e)
                {
                    failure = e;
                }
            },
            bytes ?? 0);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }
}
