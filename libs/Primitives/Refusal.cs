namespace CoretimeDesk;

/// <summary>Why a command was refused, in the few kinds that a caller can act on.</summary>
public enum RefusalKind
{
    /// <summary>The request itself is wrong, whatever the state; <see cref="Refusal.Fields"/> says where.</summary>
    Invalid,

    /// <summary>Nothing with that id, or nothing that this caller may see.</summary>
    NotFound,

    /// <summary>Something with that name or key exists already.</summary>
    AlreadyExists,

    /// <summary>The request is fine but the state says no; <see cref="Refusal.Facts"/> says which state.</summary>
    Precondition,

    /// <summary>The caller is known and may not do this.</summary>
    Forbidden,

    /// <summary>The caller did not prove who they are.</summary>
    Unauthenticated,

    /// <summary>A limit is used up; try later.</summary>
    Exhausted,

    /// <summary>Others changed the same thing at the same moment, several times over; try again.</summary>
    Contended,
}

/// <summary>One field of a request and what is wrong with it.</summary>
/// <param name="Field">The field's name as in the proto file, dotted for nested ones: <c>account.size_core_periods</c>.</param>
/// <param name="Description">A sentence that names the fix.</param>
public sealed record FieldViolation(string Field, string Description);

/// <summary>An ordinary "no": a rule or the state refused, nothing was changed, and the caller is told what to do.</summary>
/// <param name="Kind">The kind, which decides the status on the wire.</param>
/// <param name="Reason">A stable constant for programs, upper snake case: <c>LEAD_CLAIMED</c>.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record Refusal(RefusalKind Kind, string Reason, string Message)
{
    /// <summary>The fields at fault; empty unless the request itself is wrong.</summary>
    public IReadOnlyList<FieldViolation> Fields { get; init; } = [];

    /// <summary>What a caller needs to act on the refusal: owner, until when, limit. Never commercial terms.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    /// <summary>The request is wrong in these fields.</summary>
    public static Refusal InvalidFields(params IReadOnlyList<FieldViolation> fields)
    {
        ArgumentOutOfRangeException.ThrowIfZero(fields.Count, nameof(fields));
        var message = string.Join(" ", fields.Select(f => $"{f.Field}: {f.Description}"));
        return new(RefusalKind.Invalid, "INVALID_FIELDS", message) { Fields = fields };
    }

    /// <summary>The request is wrong in this field.</summary>
    public static Refusal InvalidField(string field, string description) => InvalidFields(new FieldViolation(field, description));

    /// <summary>No such thing, for this caller.</summary>
    public static Refusal NotFound(string what, Guid id) =>
        new(RefusalKind.NotFound, "NOT_FOUND", $"There is no {what} with id {id}.") { Facts = new Dictionary<string, string> { ["id"] = id.ToString() } };
}
