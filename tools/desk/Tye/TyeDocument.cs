namespace CoretimeDesk.Desk.Tye;

/// <summary>What a tye.yaml says, checked.</summary>
/// <param name="Name">The application's name.</param>
/// <param name="Services">In the order of the file, which is the order of starting.</param>
public sealed record TyeDocument(string Name, IReadOnlyList<TyeService> Services);

/// <summary>One service.</summary>
/// <param name="Name">Lower-case; also its app id at the sidecar and, with underscores, its schema.</param>
/// <param name="Project">Full path of its project file.</param>
/// <param name="Bindings">At least one. The first carries gRPC, events and health.</param>
/// <param name="Env">Added to what every service gets.</param>
/// <param name="Replicas">How many processes; the first takes the ports below, the others free ones.</param>
/// <param name="Args">Arguments of the process.</param>
public sealed record TyeService(
    string Name, string Project, IReadOnlyList<TyeBinding> Bindings, IReadOnlyDictionary<string, string> Env, int Replicas, IReadOnlyList<string> Args);

/// <summary>One address that a service listens at.</summary>
/// <param name="Name">Empty for a service's only binding.</param>
/// <param name="Protocol"><c>http</c> (cleartext; which HTTP versions is the service's own affair).</param>
/// <param name="Port">On 127.0.0.1.</param>
public sealed record TyeBinding(string Name, string Protocol, int Port);

/// <summary>A tye.yaml that cannot be used; the message is <c>file:line: field: what is wrong</c>.</summary>
public sealed class TyeException(string file, long line, string field, string problem)
    : Exception($"{file}{(line > 0 ? $":{line}" : "")}: {(field.Length == 0 ? "" : field + ": ")}{problem}")
{
    public long Line { get; } = line;

    public string Field { get; } = field;
}
