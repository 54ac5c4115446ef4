// Writes one embedded resource of an assembly, found by the end of its name, to a file. The assembly is read and never loaded, so it may be of another framework.
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

if (args is not [var assembly, var ending, var target])
{
    Console.Error.WriteLine("usage: ASSEMBLY END_OF_NAME FILE");
    return 2;
}

using var image = new PEReader(File.OpenRead(assembly));
var metadata = image.GetMetadataReader();
var found = metadata.ManifestResources.Select(metadata.GetManifestResource).Where(r => metadata.GetString(r.Name).EndsWith(ending, StringComparison.Ordinal)).ToList();
if (found is not [var resource])
{
    Console.Error.WriteLine($"{assembly} has {found.Count} resources that end with {ending}: there must be one.");
    return 1;
}

var data = image.GetSectionData(image.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress).GetReader();
data.Offset = checked((int)resource.Offset);
Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
File.WriteAllBytes(target, data.ReadBytes(data.ReadInt32())); // A resource begins with its length.
return 0;
