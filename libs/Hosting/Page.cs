namespace CoretimeDesk.Hosting;

/// <summary>One page of a list that runs from newest to oldest id. The token is the last id of the page before.</summary>
/// <param name="Size">Rows per page.</param>
/// <param name="Before">Only ids below this one; null on the first page.</param>
public readonly record struct Page(int Size, Guid? Before)
{
    private const int SizeUsual = 50;
    private const int SizeMax = 200;

    /// <summary>Reads <c>page_size</c> and <c>page_token</c>, noting what is wrong with them.</summary>
    public static Page Read(Check check, int size, string token)
    {
        check.Satisfies("page_size", size is >= 0 and <= SizeMax, $"is {size}; 1 to {SizeMax} is allowed, or 0 for {SizeUsual}.");
        Guid? before = Guid.TryParse(token, out var id) ? id : null;
        check.Satisfies("page_token", token.Length == 0 || before is not null, "is no token that a list handed out; leave it empty for the first page.");
        return new(size == 0 ? SizeUsual : size, before);
    }

    /// <summary>The token of the next page, given one row more than fits; empty on the last page.</summary>
    public string NextToken<T>(List<T> rows, Func<T, Guid> id) => rows.Count > Size ? id(rows[Size - 1]).ToString() : "";
}
