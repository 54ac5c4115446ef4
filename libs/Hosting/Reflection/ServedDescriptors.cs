using Google.Protobuf.Reflection;

namespace CoretimeDesk.Hosting;

/// <summary>The services that this process serves, in the order in which they were added.</summary>
internal sealed class ServedDescriptors
{
    private readonly List<ServiceDescriptor> _services = [];

    public IReadOnlyList<ServiceDescriptor> Services => _services;

    public void Add(ServiceDescriptor service)
    {
        if (_services.Any(s => s.FullName == service.FullName))
        {
            throw new InvalidOperationException($"The service {service.FullName} was added twice.");
        }

        _services.Add(service);
    }
}
