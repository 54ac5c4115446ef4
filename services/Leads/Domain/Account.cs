namespace CoretimeDesk.Leads;

/// <summary>Which bands, checklists and documents apply to a customer.</summary>
public enum Segment
{
    /// <summary>A builder younger than five years.</summary>
    Startup = 1,

    /// <summary>A builder, an existing L2 or chain.</summary>
    Builder = 2,

    /// <summary>An enterprise or institution.</summary>
    Enterprise = 3,

    /// <summary>A government or NGO.</summary>
    Government = 4,
}

/// <summary>What happened to an account.</summary>
public abstract record AccountEvent
{
    /// <summary>The desk knows it from now on.</summary>
    public sealed record Created(Guid Id, string Number, string Name, Segment Segment, uint AnnualCorePeriods, SizeTier Tier, bool IsDao, bool MainBusinessElsewhere) : AccountEvent;
}

/// <summary>Asks for an account. A DAO, or one whose main business is elsewhere, is as welcome as any other.</summary>
public sealed record CreateAccount(Guid Id, string Number, string Name, Segment Segment, uint AnnualCorePeriods, bool IsDao, bool MainBusinessElsewhere);

/// <summary>The rules of accounts.</summary>
public static class AccountRules
{
    /// <summary>The longest name, in UTF-16 units.</summary>
    public const int NameLengthMax = 200;

    /// <summary>Creates the account; its tier follows from its stated need.</summary>
    public static Decision<AccountEvent> Create(CreateAccount c)
    {
        var faults = new List<FieldViolation>();
        if (c.Name.Length is 0 or > NameLengthMax)
        {
            faults.Add(new("name", $"must have 1 to {NameLengthMax} characters."));
        }

        if (c.AnnualCorePeriods == 0)
        {
            faults.Add(new("annual_core_periods", "must be at least 1; one core for a whole year is 13 core-periods of 28 days."));
        }

        return faults.Count > 0
            ? Refusal.InvalidFields(faults)
            : Decision<AccountEvent>.Emit(new AccountEvent.Created(c.Id, c.Number, c.Name, c.Segment, c.AnnualCorePeriods, SizeTiers.Of(c.AnnualCorePeriods), c.IsDao, c.MainBusinessElsewhere));
    }
}
