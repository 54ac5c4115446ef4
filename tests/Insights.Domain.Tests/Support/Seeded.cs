namespace CoretimeDesk.Insights.Tests;

/// <summary>Properties over random input; a failure names the seed, which replays it.</summary>
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

    public static T Of<T>(this Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    public static T[] Shuffled<T>(this Random random, IEnumerable<T> items)
    {
        var shuffled = items.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }
}
