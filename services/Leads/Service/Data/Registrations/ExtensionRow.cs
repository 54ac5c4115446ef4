using System.Globalization;
using CoretimeDesk.Leads.Registrations;

namespace CoretimeDesk.Leads.Data;

/// <summary>One extension, with its evidence in columns.</summary>
public sealed class ExtensionRow
{
    public required Guid RegistrationId { get; init; }

    /// <summary>1, 2…</summary>
    public required int Position { get; init; }
    public required DateTimeOffset GrantedAt { get; init; }
    public required DateTimeOffset Until { get; init; }
    public DateOnly? MetOn { get; init; }
    public string? Note { get; init; }
    public string? Assessment { get; init; }
    public string? AssessmentSha256 { get; init; }
    public SignalKind? Signal { get; init; }
    public string? Network { get; init; }
    public string? Reference { get; init; }
    public long? EventIndex { get; init; }
    public DateTimeOffset? SignalAt { get; init; }

    public static ExtensionRow Of(Guid registration, int position, Extension extension) => extension.Evidence switch
    {
        ProgressEvidence.MeetingAndAssessment m => new()
        {
            RegistrationId = registration,
            Position = position,
            GrantedAt = extension.At,
            Until = extension.Until,
            MetOn = m.MetOn,
            Note = m.Note,
            Assessment = m.Assessment,
            AssessmentSha256 = m.AssessmentSha256,
        },
        ProgressEvidence.OnChainSignal s => new()
        {
            RegistrationId = registration,
            Position = position,
            GrantedAt = extension.At,
            Until = extension.Until,
            Signal = s.Kind,
            Network = s.Network,
            Reference = s.Reference,
            EventIndex = s.EventIndex,
            SignalAt = s.At,
        },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public Extension ToExtension() => new(GrantedAt, Until, Signal is { } kind
        ? new ProgressEvidence.OnChainSignal(kind, Network!, Reference!, EventIndex is { } index ? Convert.ToUInt32(index, CultureInfo.InvariantCulture) : null, SignalAt!.Value)
        : new ProgressEvidence.MeetingAndAssessment(MetOn!.Value, Note!, Assessment!, AssessmentSha256!));
}
