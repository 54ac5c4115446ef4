namespace CoretimeDesk.Leads;

/// <summary>What is left of a customer's name when the words are gone that half of all customers have.</summary>
public static class AccountNames
{
    private static readonly HashSet<string> Common =
    [
        "the", "a", "of", "and", "inc", "ltd", "llc", "gmbh", "ag", "sa", "sarl", "bv", "oy", "ab", "plc", "corp", "co", "company", "limited", "foundation", "association", "stiftung", "verein",
        "labs", "lab", "network", "networks", "protocol", "chain", "blockchain", "parachain", "rollup", "finance", "dao", "technologies", "technology", "tech", "solutions", "group", "holding",
        "ventures", "digital", "global", "international", "project", "team", "io", "xyz", "org", "com",
    ];

    /// <summary>The words that tell, in order; all words when none of them does.</summary>
    public static string Core(string name)
    {
        var words = new string([.. Folding.Fold(name).Select(c => char.IsLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var telling = words.Where(w => !Common.Contains(w)).ToList();
        return string.Join(' ', (telling.Count > 0 ? telling : [.. words]).Order(StringComparer.Ordinal));
    }

    /// <summary>How alike two names are, 0 to 100.</summary>
    public static int Likeness(string left, string right) => Trigrams.Likeness(Trigrams.Of(Core(left)), Trigrams.Of(Core(right)));
}
