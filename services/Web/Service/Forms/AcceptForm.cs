namespace CoretimeDesk.Web.Forms;

/// <summary>What somebody filled in, and what is wrong with it.</summary>
/// <param name="Action">Which form: <see cref="Sign"/> or <see cref="Name"/>.</param>
/// <param name="Values">By field.</param>
internal sealed record AcceptForm(string Action, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>The form of a signature.</summary>
    public const string Sign = "sign";

    /// <summary>The form of a typed name.</summary>
    public const string Name = "name";

    // Longer than anything that is right, and short enough to be shown again.
    private const int ValueMax = 1_000;

    /// <summary>Nothing was filled in yet.</summary>
    public static AcceptForm Empty { get; } = new("", new Dictionary<string, string>());

    /// <summary>Sentences by field; the one without a field is about all of it.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>();

    /// <summary>A field, without the blanks around it; empty when it is not there.</summary>
    public string this[string field] => Values.GetValueOrDefault(field, "");

    /// <summary>Whether it is this form that was sent.</summary>
    public bool Is(string action) => Action == action;

    /// <summary>Reads what a browser sent; null when it is no form of this page.</summary>
    public static async Task<AcceptForm?> ReadAsync(HttpContext context, string action, CancellationToken stop)
    {
        if (!context.Request.HasFormContentType)
        {
            return null;
        }

        try
        {
            var form = await context.Request.ReadFormAsync(stop);
            return new(action, form.ToDictionary(f => f.Key, f => Cut($"{f.Value}".Trim()), StringComparer.Ordinal));
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    private static string Cut(string text) => text.Length <= ValueMax ? text : text[..ValueMax];
}
