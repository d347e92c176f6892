#pragma once
struct A {};
