namespace CoretimeDesk.Leads.Cadences;

/// <summary>From where it is known what time it is for a contact.</summary>
public enum ZoneSource
{
    /// <summary>The contact's own time zone.</summary>
    Contact = 1,

    /// <summary>The contact's country, which has one zone.</summary>
    Country = 2,

    /// <summary>Nothing is known.</summary>
    Utc = 3,
}

/// <summary>The clock that a contact lives by.</summary>
public sealed record ContactZone(TimeZoneInfo Zone, ZoneSource Source)
{
    // Countries that live by one clock; for the others the country says too little.
    private static readonly Dictionary<string, string> OneZone = new()
    {
        ["AT"] = "Europe/Vienna", ["BE"] = "Europe/Brussels", ["BG"] = "Europe/Sofia", ["CH"] = "Europe/Zurich", ["CZ"] = "Europe/Prague", ["DE"] = "Europe/Berlin",
        ["DK"] = "Europe/Copenhagen", ["EE"] = "Europe/Tallinn", ["FI"] = "Europe/Helsinki", ["FR"] = "Europe/Paris", ["GB"] = "Europe/London", ["GR"] = "Europe/Athens",
        ["HR"] = "Europe/Zagreb", ["HU"] = "Europe/Budapest", ["IE"] = "Europe/Dublin", ["IL"] = "Asia/Jerusalem", ["IN"] = "Asia/Kolkata", ["IT"] = "Europe/Rome",
        ["JP"] = "Asia/Tokyo", ["KR"] = "Asia/Seoul", ["LT"] = "Europe/Vilnius", ["LU"] = "Europe/Luxembourg", ["LV"] = "Europe/Riga", ["NL"] = "Europe/Amsterdam",
        ["NG"] = "Africa/Lagos", ["NO"] = "Europe/Oslo", ["PL"] = "Europe/Warsaw", ["RO"] = "Europe/Bucharest", ["SE"] = "Europe/Stockholm", ["SG"] = "Asia/Singapore",
        ["SI"] = "Europe/Ljubljana", ["SK"] = "Europe/Bratislava", ["TH"] = "Asia/Bangkok", ["TR"] = "Europe/Istanbul", ["TW"] = "Asia/Taipei", ["VN"] = "Asia/Ho_Chi_Minh",
        ["ZA"] = "Africa/Johannesburg", ["AE"] = "Asia/Dubai", ["AR"] = "America/Argentina/Buenos_Aires", ["HK"] = "Asia/Hong_Kong",
    };

    /// <summary>What is known of a contact says which clock.</summary>
    /// <param name="timeZone">An IANA name; may be empty.</param>
    /// <param name="country">A country of ISO 3166-1; may be empty.</param>
    public static ContactZone Of(string timeZone, string country) =>
        timeZone.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var own) ? new(own, ZoneSource.Contact)
        : OneZone.TryGetValue(country, out var id) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var theirs) ? new(theirs, ZoneSource.Country)
        : new(TimeZoneInfo.Utc, ZoneSource.Utc);
}
