using System.Globalization;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Market;
using Token = CoretimeDesk.Market.Token;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary>A decision map for people, with what follows from it.</summary>
/// <param name="screen">Where to show it.</param>
/// <param name="answer">The map.</param>
/// <param name="token">What planck are shown as; null for planck.</param>
internal sealed class DecisionMapView(Screen screen, GetDecisionMapResponse answer, Token? token)
{
    private static readonly string[] Columns = ["talked to", "name", "voting power", "read at", "soft power", "is", "stance", "evidence", "id"];
    private readonly Dictionary<string, DecisionMember> _members = answer.Map.Members.ToDictionary(m => m.MemberId);

    /// <summary>What it takes, in words.</summary>
    public static string Passes(DecisionTrack track) =>
        $"{Percent(track.ApprovalBasisPoints)} of the votes cast{(track.SupportBasisPoints > 0 ? $" and {Percent(track.SupportBasisPoints)} of the electorate" : "")}";

    /// <summary>The token that an option names; null for none.</summary>
    /// <exception cref="DeskException">It names none.</exception>
    public static Token? TokenOf(string option, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (Token.TryFind(text, out var known))
        {
            return known;
        }

        try
        {
            return text.Split(':') is [var symbol, var digits] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var decimals) ? new(symbol, decimals)
                : throw new DeskException($"{option}: '{text}' is not known; write {string.Join(", ", Token.Known.Select(t => t.Symbol))}, or a symbol with its decimals, as in HDX:12.");
        }
        catch (ArgumentException)
        {
            throw new DeskException($"{option}: '{text}' is no token; write a symbol of letters and digits with 0 to {Token.DecimalsMax} decimals, as in HDX:12.");
        }
    }

    /// <summary>Shows it.</summary>
    /// <param name="most">So many members; 0 for all.</param>
    public void Show(int most)
    {
        var map = answer.Map;
        screen.Line($"Since {Answer.Date(map.CreatedAt)}: \"{map.Title}\" of {map.AccountNumber} {map.AccountName}{(map.LeadId.Length > 0 ? ", for one lead" : "")}");
        screen.Line($"Track {map.Track.Name}: passes with {Passes(map.Track)}; expected to be cast: {(map.Track.Turnout.Length > 0 ? Power(map.Track.Turnout) : "all that the map knows")}"
            + $"{(map.Track.Electorate.Length > 0 ? $"; electorate: {Power(map.Track.Electorate)}" : "")}");
        foreach (var flag in answer.Flags)
        {
            screen.Warn(flag);
        }

        Answer.Rows(screen, most == 0 ? map.Members : map.Members.Take(most), "Nobody is on this map. './desk decisions member' and './desk decisions import' enter people.", "", Columns, Cells);
        if (most > 0 && map.Members.Count > most)
        {
            screen.Note($"{map.Members.Count - most} lighter members are not shown; --top 0 shows all.");
        }

        ShowCoalition(most);
        screen.Line(answer.Next is { } next ? $"Talk next to {next.Name}, who may bring {Power(next.Gain)}: {next.Because}" : "Nobody is left to talk to.");
        if (answer.InfluentialNotContacted.Count > 0)
        {
            screen.Warn($"Listened to, and nobody has talked to them: {string.Join(", ", answer.InfluentialNotContacted.Select(id => $"{Name(id)} ({_members[id].SoftPower} of 5)"))}");
        }

        screen.Note($"Id {map.MapId}{(map.LeadId.Length > 0 ? $", lead {map.LeadId}" : "")}, version {map.Version}");
    }

    private void ShowCoalition(int most)
    {
        var c = answer.Coalition;
        if (c.MemberIds.Count == 0)
        {
            screen.Warn($"No coalition passes: all who can be counted on hold {Power(c.Weight)} of {Power(c.Needed)} needed; {Power(c.Missing)} are missing.");
            return;
        }

        var shown = most == 0 ? c.MemberIds.Count : Math.Min(most, c.MemberIds.Count);
        var rest = c.MemberIds.Count - shown;
        screen.Line($"The smallest coalition that passes is {c.MemberIds.Count} {(c.MemberIds.Count == 1 ? "member" : "members")} with {Power(c.Weight)} of {Power(c.Needed)} needed: "
            + $"{string.Join(", ", c.MemberIds.Take(shown).Select(Name))}{(rest > 0 ? $" and {rest} more" : "")}");
    }

    private string[] Cells(DecisionMember m) =>
    [
        m.ContactedOn.Length == 0 ? "never" : m.ContactedBy.Length > 0 ? $"{m.ContactedOn} by {m.ContactedBy}" : m.ContactedOn,
        m.Address.Length > 0 && m.Label != m.Address ? $"{m.Label} ({m.Address})" : m.Label,
        m.Weight.Length > 0 ? Power(m.Weight) : "none",
        m.WeightAt is { } at ? $"block {at.Number}{(m.Imported ? ", imported" : "")}" : "",
        $"{m.SoftPower} of 5",
        string.Join(", ", m.Roles.Select(Answer.Phrase)),
        m.Stance == Stance.Unspecified ? "not known" : Answer.Phrase(m.Stance),
        m.Evidence,
        m.MemberId,
    ];

    // Power of votes can have more digits than an amount of planck; then it is shown as it came.
    private string Power(string amount) => answer.Map.Track.Unit != PowerUnit.Planck ? $"{amount} {(amount == "1" ? "vote" : "votes")}"
        : token is not null && UInt128.TryParse(amount, NumberStyles.None, CultureInfo.InvariantCulture, out var planck) ? token.Format(new Planck(planck))
        : $"{amount} planck";

    private string Name(string memberId) => _members.TryGetValue(memberId, out var m) ? m.Label : memberId;

    private static string Percent(int basisPoints) => FormattableString.Invariant($"{basisPoints / 100m:0.##} %");
}
