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
