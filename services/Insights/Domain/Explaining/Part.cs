using System.Globalization;
using System.Numerics;
using CoretimeDesk.Market;

namespace CoretimeDesk.Insights.Explaining;

/// <summary>Puts parts of explanations together.</summary>
internal static class Part
{
    /// <summary>Things that count one each.</summary>
    public static ExplainedPart Of(string name, string words, IEnumerable<ExplainedItem> items)
    {
        ExplainedItem[] all = [.. items];
        return new(name, words, all.Length.ToString(CultureInfo.InvariantCulture), [.. all]);
    }

    /// <summary>Things that count by their amount.</summary>
    public static ExplainedPart OfPlanck(string name, string words, IEnumerable<(BigInteger Planck, ExplainedItem Item)> items)
    {
        (BigInteger Planck, ExplainedItem Item)[] all = [.. items];
        return new(name, words, Planck(Sum(all, i => i.Planck)), [.. all.Select(i => i.Item)]);
    }

    public static BigInteger Sum<T>(IEnumerable<T> items, Func<T, BigInteger> of) => items.Aggregate(BigInteger.Zero, (sum, item) => sum + of(item));

    public static BigInteger Wide(Planck amount) => amount.Value;

    public static string Planck(BigInteger amount) => $"{amount.ToString(CultureInfo.InvariantCulture)} planck";
}
