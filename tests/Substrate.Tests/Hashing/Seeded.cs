namespace CoretimeDesk.Substrate.Tests.Hashing;

/// <summary>Runs a property over random input; a failure names the seed, which replays it.</summary>
internal static class Seeded
{
    public static void Run(int runs, Action<Random> property)
    {
        for (var seed = 1; seed <= runs; seed++)
        {
            try
            {
                property(new Random(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"With new Random({seed}): {e.Message}", e);
            }
        }
    }

    public static byte[] Bytes(this Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>0, 1, 2 … 255, 0, 1 …: the input of the published test vectors.</summary>
    public static byte[] Counting(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i & 0xFF))];
}
