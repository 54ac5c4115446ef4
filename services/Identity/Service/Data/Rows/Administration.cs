namespace CoretimeDesk.Identity.Data;

/// <summary>
/// One row that every command touches which could leave the desk without an administrator, or give it its first. "Somebody
/// else is one" is a statement about many rows; this row makes two such commands meet.
/// </summary>
public sealed class Administration
{
    public const short OnlyId = 1;

    public short Id { get; init; } = OnlyId;

    public long Changes { get; set; }
}
