namespace CoretimeDesk.Web.Desk.Quotes;

/// <summary>
/// The handle of the concession slider: it moves in whole core-periods and stops where the unlocked zone ends. Only asking unlocks the next zone, so that nobody comes to need
/// an approval by a slip of the hand.
/// </summary>
/// <param name="Value">Sponsored core-periods.</param>
/// <param name="Unlocked">The zone up to which it moves; -1 for none.</param>
/// <param name="Nudged">It was pushed against its stop.</param>
public readonly record struct ConcessionHandle(int Value, int Unlocked, bool Nudged = false)
{
    /// <summary>Where a quote is opened: what is conceded already is unlocked already.</summary>
    public static ConcessionHandle On(ConcessionScale scale, int value)
    {
        ArgumentNullException.ThrowIfNull(scale);
        var own = scale.Zones is [{ IsOwn: true }, ..] ? 0 : -1;
        return new(value, Math.Max(own, value == 0 ? own : scale.ZoneOf(value) ?? scale.Zones.Count - 1));
    }

    /// <summary>The most that it moves to.</summary>
    public int Most(ConcessionScale scale)
    {
        ArgumentNullException.ThrowIfNull(scale);
        return scale.LastIn(Unlocked);
    }

    public ConcessionHandle To(ConcessionScale scale, int value)
    {
        var most = Most(scale);
        return this with { Value = Math.Clamp(value, 0, most), Nudged = value > most };
    }

    /// <summary>What one more would be, and in which zone; null when it is not at its stop, or nobody may give more.</summary>
    public (int Value, int Zone)? Next(ConcessionScale scale)
    {
        ArgumentNullException.ThrowIfNull(scale);
        return Value >= Most(scale) && Value + 1 is var next && scale.ZoneOf(next) is { } zone ? (next, zone) : null;
    }

    /// <summary>Unlocks the zone of one more, and moves there.</summary>
    public ConcessionHandle Ask(ConcessionScale scale) => Next(scale) is var (value, zone) ? new(value, Math.Max(zone, Unlocked)) : this;

    /// <summary>A key: arrows one step, page keys one zone, home and end the ends; null for any other.</summary>
    public ConcessionHandle? Press(ConcessionScale scale, string key)
    {
        ArgumentNullException.ThrowIfNull(scale);
        var value = Value;
        return key switch
        {
            "ArrowRight" or "ArrowUp" => To(scale, value + 1),
            "ArrowLeft" or "ArrowDown" => To(scale, value - 1),
            "PageUp" => To(scale, Ends(scale).Where(end => end > value).DefaultIfEmpty(value + 1).Min()),
            "PageDown" => To(scale, Ends(scale).Where(end => end < value).DefaultIfEmpty(0).Max()),
            "Home" => To(scale, 0),
            "End" => To(scale, Most(scale)),
            _ => null,
        };
    }

    /// <summary>What a screen reader says.</summary>
    public string Say(ConcessionScale scale)
    {
        ArgumentNullException.ThrowIfNull(scale);
        var said = $"{Value} of {scale.Count} core-periods, {scale.Percent(Value).Replace(" %", " percent", StringComparison.Ordinal)} of list.";
        var own = scale.Zones is [{ IsOwn: true } first, ..] ? first : null;
        said += own is null ? " You may concede nothing alone." : $" {(Value == scale.LastIn(0) ? "You are at your ceiling" : "Your ceiling is")}{(Value == scale.LastIn(0) ? " of " : " ")}{QuoteWords.Bound(own.ToBp)} percent.";
        var above = scale.Zones.Skip(own is null ? 0 : 1).FirstOrDefault();
        return above is null ? said : $"{said} {above.Who} can approve up to {QuoteWords.Bound(above.ToBp)} percent.";
    }

    private static IEnumerable<int> Ends(ConcessionScale scale) => Enumerable.Range(0, scale.Zones.Count).Select(scale.LastIn);
}
