using System.Collections.Concurrent;
using System.Reflection;

namespace CoretimeDesk.Compat.Tests.References;

/// <summary>Follows the facades of the framework to the assembly that holds a type.</summary>
internal static class Framework
{
    private static readonly ConcurrentDictionary<(string, string), string> Homes = new();

    public static string HomeOf(string assembly, string type) => Homes.GetOrAdd((assembly, type), static key =>
    {
        var (assembly, type) = key;
        if (!assembly.StartsWith("System", StringComparison.Ordinal) && !assembly.StartsWith("Microsoft", StringComparison.Ordinal))
        {
            return assembly;
        }

        return Assembly.Load(assembly).GetType(type, throwOnError: false)?.Assembly.GetName().Name
            ?? throw new InvalidOperationException($"The framework has no type {type} in {assembly}.");
    });
}
