namespace CoretimeDesk.Leads.Registrations;

/// <summary>What shows that a registered deal moves, and so deserves more time.</summary>
public abstract record ProgressEvidence
{
    /// <summary>The customer was met, and a solution engineer has assessed what they need.</summary>
    /// <param name="MetOn">Date of the meeting, UTC.</param>
    /// <param name="Note">Who met whom, and what came of it.</param>
    /// <param name="Assessment">The assessment's number or id.</param>
    /// <param name="AssessmentSha256">Its digest, 64 hexadecimal digits in lower case: what the assessment said then.</param>
    public sealed record MeetingAndAssessment(DateOnly MetOn, string Note, string Assessment, string AssessmentSha256) : ProgressEvidence
    {
        /// <inheritdoc/>
        public override string Key => $"assessment {AssessmentSha256}";
    }

    /// <summary>The customer did something that anybody can check.</summary>
    /// <param name="Kind">What.</param>
    /// <param name="Network">Where: "polkadot", or a genesis hash.</param>
    /// <param name="Reference">Block hash, or the digest of the signed challenge: 0x and 64 hexadecimal digits in lower case.</param>
    /// <param name="EventIndex">Which event of the block; null for a signature.</param>
    /// <param name="At">When: the block's time, or the signature's.</param>
    public sealed record OnChainSignal(SignalKind Kind, string Network, string Reference, uint? EventIndex, DateTimeOffset At) : ProgressEvidence
    {
        /// <inheritdoc/>
        public override string Key => $"chain {Reference} {EventIndex}";
    }

    /// <summary>The same evidence counts once.</summary>
    public abstract string Key { get; }

    /// <summary>Everything that is wrong with it by itself.</summary>
    public IReadOnlyList<FieldViolation> Faults()
    {
        var faults = new List<FieldViolation>();
        switch (this)
        {
            case MeetingAndAssessment meeting:
                if (!meeting.Note.Any(char.IsLetter))
                {
                    faults.Add(new("meeting.note", "is missing: say who met whom, and what came of it."));
                }

                if (meeting.Assessment.Length == 0)
                {
                    faults.Add(new("meeting.assessment", "is missing: name the solution engineer's assessment."));
                }

                if (!IsHex(meeting.AssessmentSha256))
                {
                    faults.Add(new("meeting.assessment_sha256", "must be the assessment's SHA-256: 64 hexadecimal digits in lower case."));
                }

                break;
            case OnChainSignal signal:
                if (signal.Network.Length == 0)
                {
                    faults.Add(new("signal.network", "is missing: name the chain, such as polkadot."));
                }

                if (!signal.Reference.StartsWith("0x", StringComparison.Ordinal) || !IsHex(signal.Reference.AsSpan(2)))
                {
                    faults.Add(new("signal.reference", "must be 0x and 64 hexadecimal digits in lower case: a block's hash, or the digest of the signed challenge."));
                }

                if (signal.Kind != SignalKind.ChallengeSigned && signal.EventIndex is null)
                {
                    faults.Add(new("signal.event_index", "is missing: say which event of the block it is."));
                }

                break;
        }

        return faults;
    }

    /// <summary>Is this the SHA-256 of something, written as 64 hexadecimal digits in lower case?</summary>
    public static bool IsHex(ReadOnlySpan<char> text)
    {
        if (text.Length != 64)
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigitLower(c))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Signals from a chain that count as progress.</summary>
public enum SignalKind
{
    /// <summary>The customer signed a challenge with the para's key.</summary>
    ChallengeSigned = 1,

    /// <summary>The account that will buy was funded.</summary>
    AccountFunded = 2,

    /// <summary>A para id was reserved.</summary>
    ParaIdReserved = 3,
}
