using System.Globalization;
using CoretimeDesk.Hosting;

namespace CoretimeDesk.ChainWatcher.Grpc;

/// <summary>A page of a short list that is read at one moment: the token is how many rows come before.</summary>
internal readonly record struct OffsetPage(int Size, int Skip)
{
    private const int SizeUsual = 100;
    private const int SizeMax = 1000;

    public static OffsetPage Read(Check check, int size, string token)
    {
        check.Satisfies("page_size", size is >= 0 and <= SizeMax, $"is {size}; 1 to {SizeMax} is allowed, or 0 for {SizeUsual}.");
        var isToken = int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var skip);
        check.Satisfies("page_token", token.Length == 0 || isToken, "is no token that a list handed out; leave it empty for the first page.");
        return new(size == 0 ? SizeUsual : size, skip);
    }

    public string Next(int found) => found > Size ? $"{Skip + Size}" : "";
}

/// <summary>A page of facts, newest first: the token is the place of the last fact of the page before.</summary>
internal readonly record struct FactPage(int Size, Guid? ChainId, long Block, int Event, Guid Id)
{
    private const int SizeUsual = 50;
    private const int SizeMax = 200;

    public static FactPage Read(Check check, int size, string token)
    {
        check.Satisfies("page_size", size is >= 0 and <= SizeMax, $"is {size}; 1 to {SizeMax} is allowed, or 0 for {SizeUsual}.");
        var parts = token.Split('.');
        var (block, @event, chain, id) = (0L, 0, Guid.Empty, Guid.Empty);
        var isToken = parts.Length == 4 && long.TryParse(parts[0], out block) && int.TryParse(parts[1], out @event) && Guid.TryParse(parts[2], out chain) && Guid.TryParse(parts[3], out id);
        check.Satisfies("page_token", token.Length == 0 || isToken, "is no token that a list handed out; leave it empty for the first page.");
        return new(size == 0 ? SizeUsual : size, isToken ? chain : null, block, @event, id);
    }
}
