using System.CommandLine;

namespace CoretimeDesk.Desk.Client;

/// <summary>Options whose value is one of an enum's words.</summary>
internal static class Words
{
    /// <summary>An option that takes the words of <typeparamref name="T"/> (without "unspecified").</summary>
    public static Option<string?> Option<T>(string name, string description, bool required = false)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().Where(v => Convert.ToInt32(v) != 0).Select(Answer.Word).ToArray();
        var option = new Option<string?>(name) { Description = $"{description} One of {string.Join(", ", words)}.", Required = required };
        option.AcceptOnlyFromAmong(words);
        return option;
    }

    /// <summary>As <see cref="Option{T}"/>, for an option that may be given several times.</summary>
    public static Option<string[]> Several<T>(string name, string description)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().Where(v => Convert.ToInt32(v) != 0).Select(Answer.Word).ToArray();
        var option = new Option<string[]>(name) { Description = $"{description} Repeat it for several. One of {string.Join(", ", words)}." };
        option.AcceptOnlyFromAmong(words);
        return option;
    }

    /// <summary>The values of words that were given; none for none.</summary>
    public static IEnumerable<T> ParseAll<T>(string[]? words)
        where T : struct, Enum => (words ?? []).Select(Parse<T>).Distinct();

    /// <summary>The value of a word; the zero value for none.</summary>
    public static T Parse<T>(string? word)
        where T : struct, Enum => word is null ? default : Enum.GetValues<T>().First(v => Answer.Word(v) == word);
}
