using System.Reflection;
using System.Runtime.CompilerServices;

namespace CoretimeDesk.Compat.Tests.References;

/// <summary>A second opinion beside the walk: the runtime loads every type and compiles every method.</summary>
public sealed class LettingTheRuntimeJudge(ITestOutputHelper output)
{
    public static TheoryData<string> Referrers => [.. Official.Referrers()];

    [Theory]
    [MemberData(nameof(Referrers))]
    public void Every_type_loads_and_every_method_compiles(string assembly)
    {
        var compiled = 0;
        foreach (var type in Assembly.Load(assembly).GetTypes().Where(t => !t.IsInterface))
        {
            foreach (var method in type.GetMembers(BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static).OfType<MethodBase>())
            {
                // Methods with type parameters of their own, imports, delegates and abstract methods have no code of one shape here.
                if (method.IsAbstract || method.IsGenericMethodDefinition || method.Attributes.HasFlag(MethodAttributes.PinvokeImpl) || typeof(Delegate).IsAssignableFrom(type))
                {
                    continue;
                }

                if (!type.ContainsGenericParameters)
                {
                    RuntimeHelpers.PrepareMethod(method.MethodHandle);
                }
                else if (Instantiation(type) is { } arguments)
                {
                    RuntimeHelpers.PrepareMethod(method.MethodHandle, arguments);
                }
                else
                {
                    continue;
                }

                compiled++;
            }
        }

        output.WriteLine($"{assembly}: {compiled} methods compiled");
        Assert.True(compiled > 300, $"only {compiled} methods compiled");
    }

    /// <summary>Any reference type will do for parameters that are only messages or services.</summary>
    private static RuntimeTypeHandle[]? Instantiation(Type type)
    {
        var arguments = type.GetGenericArguments().Select(_ => typeof(MessageOrService)).ToArray();
        try
        {
            return [.. type.MakeGenericType(arguments).GetGenericArguments().Select(a => a.TypeHandle)];
        }
        catch (ArgumentException)
        {
            return null; // A constraint that our stand-in does not meet.
        }
    }

    private sealed class MessageOrService;
}
