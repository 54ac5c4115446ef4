namespace CoretimeDesk.Leads.Importing;

/// <summary>The columns of a file of leads. A row is one lead with its account and, if there is one, a contact.</summary>
public static class LeadColumns
{
    public const int AccountName = 0;
    public const int Segment = 1;
    public const int AnnualCorePeriods = 2;
    public const int IsDao = 3;
    public const int MainBusinessElsewhere = 4;
    public const int Ecosystems = 5;
    public const int Domain = 6;
    public const int Repository = 7;
    public const int ParaId = 8;
    public const int GenesisHash = 9;
    public const int LeadTitle = 10;
    public const int LeadSource = 11;
    public const int ContactName = 12;
    public const int ContactTitle = 13;
    public const int ContactEmail = 14;
    public const int ContactTimeZone = 15;
    public const int ContactLanguage = 16;
    public const int ExternalRef = 17;

    /// <summary>Between the entries of a cell that holds several: ecosystems and keys.</summary>
    public const char Separator = ';';

    /// <summary>Their names, in the order in which files are written. A file may have them in any order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "account_name", "segment", "annual_core_periods", "is_dao", "main_business_elsewhere", "ecosystems", "domain", "repository", "para_id", "genesis_hash",
        "lead_title", "lead_source", "contact_name", "contact_title", "contact_email", "contact_time_zone", "contact_language", "external_ref",
    ];

    /// <summary>Columns without which a row says too little; the others may be missing from a file altogether.</summary>
    public static IReadOnlyList<int> Needed { get; } = [AccountName, Segment, AnnualCorePeriods, LeadTitle, LeadSource];

    /// <summary>Columns that a file of refused rows has besides; they are passed over when it is imported again.</summary>
    public static IReadOnlyList<string> Notes { get; } = ["import_row", "import_errors"];

    /// <summary>Whether the column holds what is personal.</summary>
    public static bool IsPersonal(string column) => column.StartsWith("contact_", StringComparison.Ordinal);
}

/// <summary>What is wrong with a row.</summary>
/// <param name="Column">The column at fault; empty for the row as a whole.</param>
/// <param name="Value">What stands there, shortened; nothing of what is personal.</param>
/// <param name="Fix">A sentence that says what to do.</param>
public sealed record RowFault(string Column, string Value, string Fix)
{
    private const int ShownMax = 60;

    /// <summary>A fault in a column.</summary>
    public static RowFault In(int column, string value, string fix)
    {
        var name = LeadColumns.Names[column];
        return new(name, LeadColumns.IsPersonal(name) ? (value.Length == 0 ? "" : $"({value.Length} characters)") : Shorten(value), fix);
    }

    /// <summary>A text that fits into a line.</summary>
    public static string Shorten(string value)
    {
        var visible = string.Concat(value.Take(ShownMax + 1).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c));
        return visible.Length <= ShownMax ? visible : visible[..(ShownMax - 1)] + "…";
    }
}
