using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CoretimeDesk.Hosting;

/// <summary>
/// Collects what is wrong with a request, so that the caller learns all of it at once:
/// <code>Check.That(request).Text("name", request.Name, 200).KnownEnum("segment", request.Segment).ThrowIfAny();</code>
/// Field names are those of the proto file, dotted for nested messages; a name that the request's type does not have is a
/// fault in the service and throws at once, so that a test of the happy path finds it.
/// </summary>
public sealed class Check
{
    private readonly MessageDescriptor _type;
    private readonly List<FieldViolation> _violations = [];

    private Check(MessageDescriptor type) => _type = type;

    /// <summary>Starts with a request.</summary>
    public static Check That(IMessage request) => new(request.Descriptor);

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<FieldViolation> Violations => _violations;

    /// <summary>The text has something besides blanks.</summary>
    public Check NotEmpty(string field, string value) =>
        Satisfies(field, !string.IsNullOrWhiteSpace(value), "is missing.");

    /// <summary>At most this many UTF-16 units.</summary>
    public Check MaxLength(string field, string value, int most) =>
        Satisfies(field, value.Length <= most, $"is {value.Length} characters long; at most {most} are allowed.");

    /// <summary>A line for people: present, not longer than allowed, and without control characters.</summary>
    public Check Text(string field, string value, int most) => NotEmpty(field, value).OptionalText(field, value, most);

    /// <summary>As <see cref="Text"/>, but may be empty.</summary>
    public Check OptionalText(string field, string value, int most) =>
        MaxLength(field, value, most)
            .Satisfies(field, !value.Any(c => char.IsControl(c) && c is not '\n' and not '\t'), "holds control characters; remove them.");

    /// <summary>The nested message is there.</summary>
    public Check Present(string field, IMessage? value) => Satisfies(field, value is not null, "is missing.");

    /// <summary>The list has at least one and at most this many entries.</summary>
    public Check Count(string field, int count, int least, int most) =>
        Satisfies(field, count >= least && count <= most, $"has {count} entries; {least} to {most} are allowed.");

    /// <summary>A value inside these bounds, both included.</summary>
    public Check Range<T>(string field, T value, T least, T most)
        where T : IComparable<T>, IFormattable =>
        Satisfies(
            field,
            value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0,
            string.Create(CultureInfo.InvariantCulture, $"is {value}; {least} to {most} is allowed."));

    /// <summary>A value that the proto file names, and not the zero value that stands for "not set".</summary>
    public Check KnownEnum<T>(string field, T value)
        where T : struct, Enum => KnownEnum(field, value, unsetAllowed: false);

    /// <summary>A value that the proto file names, or not set.</summary>
    public Check OptionalEnum<T>(string field, T value)
        where T : struct, Enum => KnownEnum(field, value, unsetAllowed: true);

    /// <summary>A UUID in the usual form of 36 characters.</summary>
    public Check Uuid(string field, string value) => Uuid(field, value, out _);

    /// <summary>A UUID in the usual form of 36 characters, other than the nil UUID.</summary>
    public Check Uuid(string field, string value, out Guid id)
    {
        if (string.IsNullOrEmpty(value))
        {
            id = Guid.Empty;
            return Violation(field, "is missing; a UUID is needed.");
        }

        id = Guid.Empty;
        return Satisfies(
            field,
            // The length as well: the parser forgives blanks around it.
            value.Length == 36 && Guid.TryParseExact(value, "D", out id) && id != Guid.Empty,
            "is not a UUID such as 018f2c3e-7b1a-7c55-9c21-3f0c6a4be001.");
    }

    /// <summary>Empty, which gives null, or a UUID.</summary>
    public Check OptionalUuid(string field, string value, out Guid? id)
    {
        id = null;
        if (!string.IsNullOrEmpty(value))
        {
            Uuid(field, value, out var some);
            id = some;
        }

        return this;
    }

    /// <summary>Any other condition; the description says what to do when it does not hold.</summary>
    public Check Satisfies(string field, bool holds, string description) => holds ? Known(field) : Violation(field, description);

    /// <summary>Notes a violation.</summary>
    public Check Violation(string field, string description)
    {
        Known(field);
        _violations.Add(new(field, description));
        return this;
    }

    /// <summary>Null when nothing is wrong.</summary>
    public Refusal? ToRefusal() => _violations.Count == 0 ? null : Refusal.InvalidFields([.. _violations]);

    /// <summary>Ends the checks.</summary>
    /// <exception cref="RefusedException">Something is wrong; INVALID_ARGUMENT on the wire.</exception>
    public void ThrowIfAny() => ToRefusal().ThrowIfRefused();

    private Check KnownEnum<T>(string field, T value, bool unsetAllowed)
        where T : struct, Enum
    {
        var number = Convert.ToInt32(value, CultureInfo.InvariantCulture);
        var type = FieldOf(field).EnumType;
        if (type.FindValueByNumber(number) is not null && (number != 0 || unsetAllowed))
        {
            return this;
        }

        var names = string.Join(", ", type.Values.Where(v => v.Number != 0).Select(v => v.Name));
        return Violation(field, number == 0 ? $"is missing; one of {names}." : $"has the unknown value {number}; one of {names}.");
    }

    private Check Known(string field)
    {
        FieldOf(field);
        return this;
    }

    private FieldDescriptor FieldOf(string path)
    {
        var type = _type;
        FieldDescriptor? found = null;
        foreach (var name in path.Split('.'))
        {
            // Entries of a list are written lines[3].name.
            var plain = name.Split('[')[0];
            found = type?.FindFieldByName(plain)
                ?? throw new ArgumentException($"{_type.FullName} has no field \"{path}\".", nameof(path));
            type = found.FieldType == FieldType.Message ? found.MessageType : null;
        }

        return found!;
    }
}
