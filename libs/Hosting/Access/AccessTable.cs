using System.Collections.Frozen;
using Google.Protobuf.Reflection;

namespace CoretimeDesk.Hosting;

/// <summary>
/// The one table that names, for each RPC of the desk, who may call it: <c>protos/access.table</c>. Immutable. Method
/// names are written <c>package.Service/Method</c>, without the leading slash that gRPC puts on the wire.
/// </summary>
public sealed class AccessTable
{
    internal const string AnyoneWord = "anyone";
    internal const string SignedInWord = "signed-in";
    private static readonly char[] Blanks = [' ', '\t'];
    private readonly FrozenDictionary<string, AccessRule> _rules;

    private AccessTable(Dictionary<string, AccessRule> rules) =>
        _rules = rules.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All RPCs that the table names, in ordinal order.</summary>
    public IEnumerable<string> Methods => _rules.Keys.Order(StringComparer.Ordinal);

    /// <summary>Reads the desk's table, checked against every service declared in <c>protos/</c>.</summary>
    /// <exception cref="AccessTableException">A line is wrong; the message gives its number.</exception>
    public static AccessTable Load()
    {
        var protos = typeof(Google.Rpc.Status).Assembly;
        using var stream = protos.GetManifestResourceStream("access.table")
            ?? throw new AccessTableException($"The assembly {protos.GetName().Name} carries no resource \"access.table\".");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd(), ServiceDescriptors.In(protos));
    }

    /// <summary>Reads a table from its text.</summary>
    /// <param name="text">One RPC a line; <c>#</c> starts a comment.</param>
    /// <param name="services">Every service that the table may speak of.</param>
    /// <exception cref="AccessTableException">A line is wrong; the message gives its number.</exception>
    public static AccessTable Parse(string text, IEnumerable<ServiceDescriptor> services)
    {
        var known = services.SelectMany(s => s.Methods).Select(NameOf).ToHashSet(StringComparer.Ordinal);
        var rules = new Dictionary<string, AccessRule>(StringComparer.Ordinal);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var words = lines[i].Split('#')[0].Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                continue;
            }

            var (method, line) = (words[0], i + 1);
            if (words.Any(w => w.Contains('*', StringComparison.Ordinal)))
            {
                throw Wrong(line, "wildcards are not allowed; name each RPC and each role.");
            }

            if (!known.Contains(method))
            {
                throw Wrong(line, $"no proto file declares the RPC \"{method}\". Write it as package.Service/Method.");
            }

            if (!rules.TryAdd(method, RuleOf(words[1..], method, line)))
            {
                throw Wrong(line, $"{method} stands in the table twice.");
            }
        }

        return new(rules);
    }

    /// <summary>The rule for an RPC, with or without the leading slash.</summary>
    /// <exception cref="AccessTableException">The table does not name it.</exception>
    public AccessRule RuleOf(string method) =>
        TryGetRule(method) ?? throw new AccessTableException($"access.table has no line for {method.TrimStart('/')}.");

    /// <summary>The rule for an RPC, with or without the leading slash; null when the table does not name it.</summary>
    public AccessRule? TryGetRule(string method) => _rules.GetValueOrDefault(method.StartsWith('/') ? method[1..] : method);

    /// <summary>The roles that may call: all of them for <c>anyone</c> and <c>signed-in</c>.</summary>
    public IReadOnlySet<Role> RolesOf(string method) =>
        RuleOf(method) is { Anyone: false, SignedIn: false } rule ? rule.Roles : RoleNames.All.ToHashSet();

    /// <summary>Refuses services of which the table does not name every RPC.</summary>
    /// <exception cref="AccessTableException">Names all RPCs that are missing.</exception>
    public void RequireAll(IEnumerable<ServiceDescriptor> services)
    {
        var missing = services.SelectMany(s => s.Methods).Select(NameOf).Where(m => !_rules.ContainsKey(m)).ToList();
        if (missing.Count > 0)
        {
            throw new AccessTableException(
                $"protos/access.table says nothing about {string.Join(", ", missing)}. Add a line for each: the method, then the roles that may call it.");
        }
    }

    /// <summary>An RPC's name as this table writes it.</summary>
    public static string NameOf(MethodDescriptor method) => $"{method.Service.FullName}/{method.Name}";

    private static AccessRule RuleOf(string[] words, string method, int line)
    {
        switch (words)
        {
            case []:
                throw Wrong(line, $"{method} names nobody. Add roles, \"{SignedInWord}\" or \"{AnyoneWord}\".");
            case [AnyoneWord]:
                return AccessRule.ForAnyone;
            case [SignedInWord]:
                return AccessRule.ForSignedIn;
        }

        var roles = new HashSet<Role>();
        foreach (var word in words)
        {
            if (word is AnyoneWord or SignedInWord)
            {
                throw Wrong(line, $"\"{word}\" stands alone, without roles beside it.");
            }

            if (!RoleNames.TryParse(word, out var role))
            {
                throw Wrong(line, $"\"{word}\" is not a role. Roles are {string.Join(", ", RoleNames.All.Select(r => r.ToName()))}.");
            }

            if (!roles.Add(role))
            {
                throw Wrong(line, $"{word} stands twice in one line.");
            }
        }

        return AccessRule.ForRoles(roles);
    }

    private static AccessTableException Wrong(int line, string why) => new($"access.table, line {line}: {why}");
}
