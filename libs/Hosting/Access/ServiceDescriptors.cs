using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace CoretimeDesk.Hosting;

/// <summary>Finds the descriptors of services in generated code.</summary>
public static class ServiceDescriptors
{
    /// <summary>All services that an assembly declares by generated code.</summary>
    public static IReadOnlyList<ServiceDescriptor> In(Assembly assembly) =>
    [
        .. assembly.GetTypes()
            .Select(DescriptorOf)
            .OfType<ServiceDescriptor>()
            .OrderBy(s => s.FullName, StringComparer.Ordinal),
    ];

    /// <summary>The service that a class implements: the one whose generated base it derives from.</summary>
    /// <exception cref="ArgumentException">It derives from no generated base.</exception>
    public static ServiceDescriptor Of(Type implementation)
    {
        for (var type = implementation; type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is { } bind && DescriptorOf(bind.BindType) is { } service)
            {
                return service;
            }
        }

        throw new ArgumentException($"{implementation} does not derive from the base class of a generated gRPC service.", nameof(implementation));
    }

    private static ServiceDescriptor? DescriptorOf(Type type) =>
        type.IsAbstract && type.IsSealed
            ? type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as ServiceDescriptor
            : null;
}
