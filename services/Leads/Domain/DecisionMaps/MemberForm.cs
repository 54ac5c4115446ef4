using System.Numerics;

namespace CoretimeDesk.Leads.DecisionMaps;

/// <summary>A block that a weight was read at.</summary>
/// <param name="Number">Its height.</param>
/// <param name="Hash">0x and 64 hexadecimal digits in lower case.</param>
public sealed record BlockName(ulong Number, string Hash)
{
    /// <summary>Is it written as it should be?</summary>
    public bool IsWellFormed => Hash.StartsWith("0x", StringComparison.Ordinal) && Registrations.ProgressEvidence.IsHex(Hash.AsSpan(2));
}

/// <summary>What somebody says of a member.</summary>
/// <param name="Label">What to call them.</param>
/// <param name="ContactId">A contact of the account, or null.</param>
/// <param name="Address">The account that votes; empty for none.</param>
/// <param name="Weight">Hard power; null for none.</param>
/// <param name="WeightAt">Where it was read.</param>
/// <param name="SoftPower">0 to 5.</param>
/// <param name="Evidence">Why soft power is so.</param>
/// <param name="Roles">What they are.</param>
/// <param name="Stance">How they will vote.</param>
/// <param name="ContactedOn">When somebody talked to them last.</param>
/// <param name="ContactedBy">Who did.</param>
public sealed record MemberForm(
    string Label, Guid? ContactId, string Address, BigInteger? Weight, BlockName? WeightAt, int SoftPower, string Evidence, IReadOnlyList<DecisionRole> Roles, Stance Stance, DateOnly? ContactedOn, string ContactedBy)
{
    /// <summary>The longest label or name, in UTF-16 units.</summary>
    public const int LabelLengthMax = 120;

    /// <summary>The longest address.</summary>
    public const int AddressLengthMax = 128;

    /// <summary>The longest note of evidence.</summary>
    public const int EvidenceLengthMax = 1000;

    /// <summary>The strongest soft power.</summary>
    public const int SoftPowerMax = 5;

    /// <summary>The most members of one map.</summary>
    public const int MembersMax = 5000;

    /// <summary>Everything that is wrong with it.</summary>
    /// <param name="today">The date now, UTC.</param>
    public IReadOnlyList<FieldViolation> Faults(DateOnly today)
    {
        var faults = new List<FieldViolation>();
        Require(ContactId is not null || Label.Any(char.IsLetterOrDigit) || Address.Length > 0, "label", "is missing: name the person, a contact, or the account that votes.");
        Require(SoftPower is >= 0 and <= SoftPowerMax, "soft_power", $"must be 0 to {SoftPowerMax}.");
        Require(SoftPower == 0 || Evidence.Any(char.IsLetterOrDigit), "evidence", "is missing: say how you know that they are listened to, or give 0.");
        Require(Weight is null or { Sign: 0 } || WeightAt is not null, "weight_at", "is missing: say at which block the weight was read, by number and hash.");
        Require(WeightAt?.IsWellFormed ?? true, "weight_at", "needs the block's hash: 0x and 64 hexadecimal digits in lower case.");
        Require(Roles.Distinct().Count() == Roles.Count, "roles", "names one twice.");
        Require(!(Roles.Contains(DecisionRole.Champion) && Roles.Contains(DecisionRole.Blocker)), "roles", "names a champion who is a blocker; decide which.");
        Require(!(Roles.Contains(DecisionRole.Champion) && Stance == Stance.Against), "stance", "is against, and the person is a champion; decide which.");
        Require(ContactedOn is null || ContactedOn <= today, "contacted_on", "lies in the future; enter what has happened.");
        Require(ContactedOn is not null || ContactedBy.Length == 0, "contacted_on", "is missing: say when that was.");
        return faults;

        void Require(bool holds, string field, string description)
        {
            if (!holds)
            {
                faults.Add(new($"member.{field}", description));
            }
        }
    }
}
