using System.Text.Json.Nodes;

namespace CoretimeDesk.Deploy.Tests;

/// <summary>What <c>dotnet publish /t:PublishContainer</c> would build is what the manifests run.</summary>
public sealed class ContainerSettings
{
    public static TheoryData<string> Services { get; } = [.. TyeFile.Services.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Of_a_service_fit_its_deployment(string name)
    {
        var service = TyeFile.Services.Single(s => s.Name == name);
        var (exit, output) = await Tool.TryRunAsync(
            "dotnet",
            [
                "msbuild", service.Project, "-nologo", "-t:ComputeContainerBaseImage", "-getItem:ContainerPort",
                "-getProperty:ContainerBaseImage,ContainerRepository,ContainerImageTag,ContainerUser,EnableSdkContainerSupport",
            ],
            Repository.Root);
        Assert.True(exit == 0, output);
        var evaluated = JsonNode.Parse(output)!;
        var deployment = Variants.Render("base").Find("Deployment", name)!;

        Assert.Equal(deployment.App().Text("/image"), $"{evaluated.Text("/Properties/ContainerRepository")}:{evaluated.Text("/Properties/ContainerImageTag")}");
        Assert.Equal(deployment.Number($"{Deployments.Pod}/securityContext/runAsUser")?.ToString(), evaluated.Text("/Properties/ContainerUser"));
        Assert.Equal(deployment.App().Number("/ports/0/containerPort")?.ToString(), Assert.Single(evaluated.Items("/Items/ContainerPort")).Text("/Identity"));
        Assert.EndsWith("/dotnet/aspnet:10.0-noble-chiseled", evaluated.Text("/Properties/ContainerBaseImage"));
        Assert.Equal("true", evaluated.Text("/Properties/EnableSdkContainerSupport"));
    }
}
