#!/bin/sh
# Takes the pictures in this folder anew, of a desk of its own with demo data. It needs what tests/install-tools.sh installs.
set -eu
cd "$(dirname "$0")/../.."
dotnet build tests/Web.Tests -c Release -v q -nologo
DESK_SCREENSHOTS=1 exec dotnet test tests/Web.Tests -c Release --no-build --filter 'FullyQualifiedName~TakingScreenshots.Every_page_is_pictured'
