using System.Collections.Immutable;

namespace CoretimeDesk.CreditGrants.Rails;

/// <summary>Somebody who agreed to a rail.</summary>
/// <param name="PersonId">Who.</param>
/// <param name="Role">As what.</param>
/// <param name="SignedAt">When.</param>
public sealed record RailSignature(string PersonId, Role Role, DateTimeOffset SignedAt);

/// <summary>A rail that may be used.</summary>
/// <param name="Rail">Which.</param>
/// <param name="Banner">What every page about the grant shows in red; null for nothing.</param>
public sealed record RailChoice(Rail Rail, string? Banner);

/// <summary>Whether a grant may go by a rail.</summary>
public static class RailRules
{
    /// <summary>How many of the leadership must sign for a rail whose coretime can be sold.</summary>
    public const int SignaturesForTransferable = 2;

    /// <summary>Chooses a rail, or refuses it.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="switchedOn">Rails that a setting of the desk switches on.</param>
    /// <param name="requesterId">Who asks for it: their own signature does not count.</param>
    /// <param name="signatures">Who agreed.</param>
    public static (RailChoice? Choice, Refusal? Refusal) Choose(RailKind kind, IReadOnlyCollection<RailKind> switchedOn, string requesterId, IReadOnlyCollection<RailSignature> signatures)
    {
        ArgumentNullException.ThrowIfNull(switchedOn);
        ArgumentNullException.ThrowIfNull(signatures);
        var rail = Rail.Of(kind);
        if (rail.IsTransferable)
        {
            var signed = signatures.Where(s => s.Role == Role.Leadership && s.PersonId != requesterId).Select(s => s.PersonId).Distinct(StringComparer.Ordinal).Count();
            return signed >= SignaturesForTransferable
                ? (new(rail, "THIS GRANT CAN BE SOLD: the customer holds a region that it may transfer. Two of the leadership signed for it."), null)
                : (null, new(RefusalKind.Precondition, "RAIL_TRANSFERABLE", $"By rail {rail.Letter} the customer gets coretime that it can sell. Two of the leadership must sign for that, other than who asks; {signed} did. Use rail A, B or C instead.")
                {
                    Facts = new Dictionary<string, string> { ["signatures"] = $"{signed}", ["needed"] = $"{SignaturesForTransferable}" },
                });
        }

        return rail.IsOn || switchedOn.Contains(kind)
            ? (new(rail, null), null)
            : (null, new(RefusalKind.Precondition, "RAIL_OFF", $"Rail {rail.Letter} is off: {rail.Sentence} Use rail A, B or C, or have the desk's settings switch it on where the network allows the call."));
    }
}
